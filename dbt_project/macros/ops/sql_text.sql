{% macro sql_text(value) -%}
{{ "null::text" if value is none or value == '' else "'" ~ (value | string | replace("'", "''")) ~ "'" }}
{%- endmacro %}
