{# A day in figures, as read in France: `07/03/2024`. #}
{% macro day_in_french(day) -%}
    to_char({{ day }}, 'DD/MM/YYYY')
{%- endmacro %}
