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
