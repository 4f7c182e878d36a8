{# A price as a French letter writes it: a comma, and blanks that never end a line. #}
{% macro euros(amount) -%}
    replace(
        replace(to_char({{ amount }}, 'FM999,999,990.00'), ',', e'\u00a0'), '.', ','
    ) || e'\u00a0€'
{%- endmacro %}
