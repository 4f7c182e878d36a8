{# What a table just filled needs, before it takes the place of the one people read: afterwards they
   would wait for it. dbt calls this for each new table; one that grows keeps what it was given. #}
{% macro postgres__create_indexes(relation) -%}
    {%- do constrain(relation) -%}
    {{ default__create_indexes(relation) }}
    {%- do run_query('analyze ' ~ relation) -%}
{%- endmacro %}

{# The constraints of the contract of a table just filled, in one statement: PostgreSQL then
   reads the table once for all of its columns, and sorts its key instead of placing each line. #}
{% macro constrain(relation) -%}
    {%- if config.get('contract').enforced and spread_by() is none -%}
        {%- set actions = [] -%}
        {%- for column in model['columns'].values() -%}
            {%- for constraint in column['constraints'] -%}
                {%- if constraint['type'] == 'not_null' -%}
                    {%- do actions.append('alter column ' ~ column['name'] ~ ' set not null') -%}
                {%- elif constraint['type'] == 'primary_key' -%}
                    {%- do actions.append('add primary key (' ~ column['name'] ~ ')') -%}
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
        ) -%}
            {%- do actions.append('add ' ~ constraint) -%}
        {%- endfor -%}
        {%- if actions -%}
            {%- do run_query('alter table ' ~ relation ~ ' ' ~ actions | join(', ')) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
