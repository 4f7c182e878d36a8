{# The constraints of the contract of a table just filled, in one statement: PostgreSQL then
   reads the table once for all of its columns, and sorts its key instead of placing each line.
   A table that grows is filled once, and has its key from then on. #}
{% macro constrain() -%}
    {%- if execute and config.get('contract').enforced and spread_by() is none
        and not _has_key() -%}
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

{% macro _has_key() -%}
    {%- if config.get('materialized') == 'incremental' -%}
        {%- set found = run_query(
            "select count(*) from pg_constraint where contype = 'p' and conrelid = '" ~ this ~ "'::regclass"
        ).columns[0].values()[0] -%}
        {{ return(found > 0) }}
    {%- endif -%}
    {{ return(config.get('materialized') != 'table') }}
{%- endmacro %}
