{# Sorts and hashes of the heavy advice models fit in memory instead of on disk.
   For the model's own transaction only. #}
{% macro roomy_memory() -%}
    set local work_mem = '{{ var("reco_work_mem") }}'
{%- endmacro %}
