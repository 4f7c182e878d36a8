{# A table under contract, filled here and constrained by `create_indexes` after. dbt's own macro
   creates it with its keys and inserts into it: PostgreSQL then maintains every index line
   by line, and runs no insert in parallel. Same columns, types and constraints. #}
{% macro postgres__create_table_as(temporary, relation, sql) -%}
    {%- set is_contracted = config.get('contract').enforced and not temporary -%}
    {#- A cluster works out half of a query that is only asked for its columns. #}
    {%- if is_contracted and not is_on_citus() -%}
        {{ get_assert_columns_equivalent(sql) }}
    {%- endif -%}
    {%- set spread_by = spread_by() if is_contracted else none -%}
    {%- if spread_by is not none -%}
        create table {{ relation }} {{ get_table_columns_and_constraints() }};
        select create_distributed_table('{{ relation }}', '{{ spread_by }}');
        insert into {{ relation }} ({{ adapter.dispatch('get_column_names', 'dbt')() }})
        {{ get_select_subquery(sql) }};
    {%- else -%}
        create {{ 'temporary' if temporary }} table {{ relation }} as
        {%- if is_contracted %}
        select
            {%- for column in model['columns'].values() %}
            {{ column['name'] }}::{{ column['data_type'] }}{{ ',' if not loop.last }}
            {%- endfor %}
        from
        {%- endif %} (
            {{ sql }}
        ) {{ 'as contracted' if is_contracted }};
    {%- endif -%}
{%- endmacro %}
