{# On a Citus cluster, a table under contract is spread by the column
   `config.meta.distribute_by` before it is filled, so that the workers fill it themselves; one
   that says `reference` is copied to every worker once filled. On a plain PostgreSQL nothing
   happens. What is asked of Citus is tested on a stand-in of Citus' own tables
   (tests/dbt/test_distribute.py). #}

{# The column this model's table is spread by before it is filled; none off a cluster. #}
{% macro spread_by() -%}
    {%- set column = _distribute_by() -%}
    {{ return(column if column not in (none, 'reference') and is_on_citus() else none) }}
{%- endmacro %}

{# Pre-hook: what a copied table's own transaction asks of Citus. It reads other copies over one
   connection to each worker, and never past it, or its old self could not be put aside. #}
{% macro copy_settings() -%}
    {%- set column = _distribute_by() -%}
    {%- if column == 'reference' and is_on_citus() -%}
        set local citus.max_adaptive_executor_pool_size = 1;
        set local citus.enable_local_execution = off
    {%- endif -%}
{%- endmacro %}

{# Post-hook after the model's own transaction, which may have read the copies of others over
   several connections: a copied table, and one that was there before the cluster. #}
{% macro distribute() -%}
    {%- set column = _distribute_by() -%}
    {%- if column is not none and is_on_citus() and run_query(
        "select count(*) from pg_dist_partition where logicalrelid = '" ~ this ~ "'::regclass"
    ).columns[0].values()[0] == 0 -%}
        {%- if column == 'reference' -%}
            select create_reference_table('{{ this }}');
        {%- else -%}
            select create_distributed_table('{{ this }}', '{{ column }}');
        {%- endif %}
            -- Citus leaves the rows on the coordinator's disk as well: somebody erased later
            -- would stay there.
            select truncate_local_data_after_distributing_table('{{ this }}');
            commit;
            analyze {{ this }}
    {%- endif -%}
{%- endmacro %}

{# A query inside a model's. On a cluster its result is held aside for the run, spread by `column`,
   so that the workers can go on with it; elsewhere it stands in the query. #}
{% macro held_by(query, column) -%}
    {%- if flags.WHICH in ('run', 'build') and model.resource_type == 'model' and is_on_citus() -%}
        {%- set aside = _aside() -%}
        {%- do run_query(
            'drop table if exists ' ~ aside ~ '; create table ' ~ aside ~ ' as ' ~ query
            ~ ' with no data; select create_distributed_table(' ~ "'" ~ aside ~ "', '" ~ column
            ~ "'); insert into " ~ aside ~ ' ' ~ query
        ) -%}
    select * from {{ aside }}
    {%- else -%}
        {{ query }}
    {%- endif -%}
{%- endmacro %}

{# Post-hook: what was held aside goes. #}
{% macro let_go() -%}
    {%- if is_on_citus() -%}drop table if exists {{ _aside() }}{%- endif -%}
{%- endmacro %}

{% macro _aside() -%}
    {{ return(this.incorporate(path={'identifier': this.identifier ~ '__aside'})) }}
{%- endmacro %}

{% macro _distribute_by() -%}
    {{ return((config.get('meta') or {}).get('distribute_by')) }}
{%- endmacro %}

{% macro is_on_citus() -%}
    {{ return(execute and run_query(
        "select count(*) from pg_extension where extname = 'citus'"
    ).columns[0].values()[0] > 0) }}
{%- endmacro %}
