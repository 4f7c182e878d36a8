{# Count a table just built, so that the next model reading it is planned for its true size:
   autovacuum comes too late for a run of a few minutes. #}
{% macro analysed() -%}
    {%- if config.get('materialized') in ('table', 'incremental') -%}
        analyze {{ this }}
    {%- endif -%}
{%- endmacro %}
