{# Sorts and hashes of a heavy model fit in memory instead of on disk. For the model's own
   transaction only. #}
{% macro roomy_memory() -%}
    set local work_mem = '{{ var("roomy_work_mem") }}'
{%- endmacro %}
