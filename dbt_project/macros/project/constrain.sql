{# The constraints of the contract of a table just filled, in one statement: PostgreSQL then
   reads the table once for all of its columns. #}
{% macro constrain() -%}
    {%- if config.get('contract').enforced and config.get('materialized') == 'table' -%}
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
            alter table {{ this }} {{ actions | join(', ') }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
