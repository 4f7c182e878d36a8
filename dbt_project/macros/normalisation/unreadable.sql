{# True when something was written and could not be read. #}
{% macro unreadable(written, read) -%}
    ({{ written }} is not null and {{ read }} is null)
{%- endmacro %}

{# The names of the columns that `source` holds as text and `read` could not read,
   or null when there are none. #}
{% macro unreadable_columns(columns) -%}
    nullif(concat_ws(
        ', '
        {%- for column in columns %},
        case
            when {{ unreadable('source.' ~ column, 'read.' ~ column) }}
                then '{{ column }}'
        end
        {%- endfor %}
    ), '')
{%- endmacro %}
