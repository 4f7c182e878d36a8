{# A price as a French letter writes it: a comma, and a blank that never ends a line. #}
{% macro euros(amount) -%}
    replace(to_char({{ amount }}, 'FM999999990.00'), '.', ',') || e'\u00a0€'
{%- endmacro %}
