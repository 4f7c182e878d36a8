{% macro paris_date(instant) -%}
({{ instant }} at time zone 'Europe/Paris')::date
{%- endmacro %}
