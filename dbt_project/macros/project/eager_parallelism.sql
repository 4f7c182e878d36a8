{# A heavy model shares its work among the processors sooner than PostgreSQL would by itself: its
   default costs are those of many users at once, and a build has few. For the model's own
   transaction only. #}
{% macro eager_parallelism() -%}
    set local parallel_setup_cost = 100;
    set local parallel_tuple_cost = 0.001
{%- endmacro %}
