{# The format of a product whose export names none: the bottle of 75 cl. #}
{% macro bottle() -%}
    'bouteille'
{%- endmacro %}
