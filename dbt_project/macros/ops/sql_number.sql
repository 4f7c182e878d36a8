{% macro sql_number(value) -%}
{{ "null" if value is none else value }}
{%- endmacro %}
