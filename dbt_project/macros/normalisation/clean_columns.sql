{# A select list: each text column without the blanks around it, null when empty. #}
{% macro clean_columns(columns) -%}
    {%- for column in columns -%}
        {{ clean_text(column) }} as {{ column }}{{ ',\n        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
