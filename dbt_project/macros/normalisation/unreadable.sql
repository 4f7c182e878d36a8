{# True when something was written and could not be read. #}
{% macro unreadable(written, read) -%}
    ({{ written }} is not null and {{ read }} is null)
{%- endmacro %}

{# The names of the columns whose text (`<column>_text`) could not be read, or null. #}
{% macro unreadable_columns(columns) -%}
    nullif(concat_ws(
        ', '
        {%- for column in columns %},
        case when {{ unreadable(column ~ '_text', column) }} then '{{ column }}' end
        {%- endfor %}
    ), '')
{%- endmacro %}
