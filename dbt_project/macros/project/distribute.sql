{# On a Citus cluster, spread the table this model has just built by the column
   `config.meta.distribute_by`, or copy it to every worker when that says
   `reference`. On a plain PostgreSQL, and for a table that is already spread,
   nothing happens. What it asks of Citus is tested on a stand-in of Citus' own tables
   (tests/dbt/test_distribute.py), not on a cluster. #}
{% macro distribute() -%}
    {%- if execute -%}
        {%- set column = (config.get('meta') or {}).get('distribute_by') -%}
        {%- if column and _is_plain_table_on_citus() -%}
            {%- if column == 'reference' -%}
                select create_reference_table('{{ this }}');
            {%- else -%}
                select create_distributed_table('{{ this }}', '{{ column }}');
            {%- endif %}
                -- Citus leaves the rows on the coordinator's disk as well: somebody erased later
                -- would stay there.
                select truncate_local_data_after_distributing_table('{{ this }}')
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{% macro _is_plain_table_on_citus() -%}
    {%- set has_citus = run_query(
        "select count(*) from pg_extension where extname = 'citus'"
    ).columns[0].values()[0] > 0 -%}
    {%- if not has_citus -%}{{ return(false) }}{%- endif -%}
    {%- set spread = run_query(
        "select count(*) from pg_dist_partition where logicalrelid = '" ~ this ~ "'::regclass"
    ).columns[0].values()[0] -%}
    {{ return(spread == 0) }}
{%- endmacro %}
