{# A table under contract, filled here and constrained by `constrain()` after. dbt's own macro
   creates it with its keys and inserts into it: PostgreSQL then maintains every index line
   by line, and runs no insert in parallel. Same columns, types and constraints. #}
{% macro postgres__create_table_as(temporary, relation, sql) -%}
    {%- set is_contracted = config.get('contract').enforced and not temporary -%}
    {%- if is_contracted -%}
        {{ get_assert_columns_equivalent(sql) }}
    {%- endif -%}
    {%- if is_contracted and config.get('materialized') != 'table' -%}
        create table {{ relation }} {{ get_table_columns_and_constraints() }};
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

{# The constraints of the contract of a table just filled. #}
{% macro constrain() -%}
    {%- if config.get('contract').enforced and config.get('materialized') == 'table' -%}
        {%- for column in model['columns'].values() -%}
            {%- for constraint in column['constraints'] %}
                {%- if constraint['type'] == 'not_null' %}
        alter table {{ this }} alter column {{ column['name'] }} set not null;
                {%- elif constraint['type'] == 'primary_key' %}
        alter table {{ this }} add primary key ({{ column['name'] }});
                {%- else -%}
                    {%- do exceptions.raise_compiler_error(
                        model['name'] ~ '.' ~ column['name'] ~ ': a column keeps not_null and '
                        'primary_key only; write ' ~ constraint['type'] ~ ' on the model'
                    ) -%}
                {%- endif -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- for constraint in adapter.render_raw_model_constraints(
            raw_constraints=model['constraints']
        ) %}
        alter table {{ this }} add {{ constraint }};
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
