{# A vintage as a year, or null: `2022`, `2022.0`. #}
{% macro vintage(value) -%}
    case
        when {{ value }} ~ '^(19|20)[0-9]{2}([.,]0+)?$' then left({{ value }}, 4)::integer
    end
{%- endmacro %}
