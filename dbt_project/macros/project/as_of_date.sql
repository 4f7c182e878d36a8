{# The only “today” of the project: the var, else the environment, else the
   current date where the estate stands. #}
{% macro as_of_date() -%}
    {%- set day = var('as_of_date', none) or env_var('AS_OF_DATE', '') -%}
    {%- if day -%}
        '{{ day }}'::date
    {%- else -%}
        (current_timestamp at time zone 'Europe/Paris')::date
    {%- endif -%}
{%- endmacro %}
