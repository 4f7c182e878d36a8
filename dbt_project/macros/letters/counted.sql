{# A number and its noun, in French: nought and one are singular (`1 bouteille`,
   `1 200 bouteilles`, `1,5 bouteille`). #}
{% macro counted(number, singular, plural) -%}
    case
        when {{ number }} = trunc({{ number }})
            then translate(to_char({{ number }}, 'FM999,999,999,990'), ',', e'\u202f')
        else replace(trim_scale({{ number }}::numeric)::text, '.', ',')
    end
    || case when abs({{ number }}) < 2 then ' {{ singular }}' else ' {{ plural }}' end
{%- endmacro %}
