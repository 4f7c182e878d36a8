{# A number and its noun, in French: nought and one are singular (`1 bouteille`,
   `12 bouteilles`, `1,5 bouteille`). #}
{% macro counted(number, singular, plural) -%}
    replace(trim_scale({{ number }}::numeric)::text, '.', ',')
    || case when abs({{ number }}) < 2 then ' {{ singular }}' else ' {{ plural }}' end
{%- endmacro %}
