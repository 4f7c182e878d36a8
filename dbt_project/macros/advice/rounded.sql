{# A float as numeric, rounded to `decimals` by way of whole numbers: half the time of a cast and
   round(). #}
{% macro rounded(expression, decimals) -%}
    ({{ expression }} * {{ 10 ** decimals }})::bigint * {{ '%.*f' | format(decimals, 0.1 ** decimals) }}
{%- endmacro %}
