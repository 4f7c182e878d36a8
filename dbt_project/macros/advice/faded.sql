{# Weight, in millionths, of an event `age` horizons old: halved every half-life.
   Never 0: what is long past still counts before what never was. #}
{% macro faded(age, half_life_var) -%}
    greatest(1, power(0.5::float8, {{ age }} / {{ var(half_life_var) }}) * 1000000)::integer
{%- endmacro %}
