{# Months as people say them, whatever the server's locale: `mars 2024`. #}
{% macro month_in_french(day) -%}
    (array[
        'janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet',
        'août', 'septembre', 'octobre', 'novembre', 'décembre'
    ])[extract(month from {{ day }})::integer]
    || ' ' || extract(year from {{ day }})::text
{%- endmacro %}
