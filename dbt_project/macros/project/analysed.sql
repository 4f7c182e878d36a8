{# Count a table that has grown, so that the next model reading it is planned for its true size:
   autovacuum comes too late for a run of a few minutes. A new table is counted before it takes its
   place (`create_indexes`). #}
{% macro analysed() -%}
    {%- if config.get('materialized') == 'incremental' -%}
        analyze {{ this }}
    {%- endif -%}
{%- endmacro %}
