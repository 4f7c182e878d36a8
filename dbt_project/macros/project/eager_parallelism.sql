{# A heavy model shares its work among the processors sooner than PostgreSQL would by itself: its
   default costs are those of many users at once, and a build has few; and it counts a table's
   pages, not what is to be done with a row. For the model's own transaction only. #}
{% macro eager_parallelism() -%}
    set local parallel_setup_cost = 100;
    set local parallel_tuple_cost = 0.001;
    set local min_parallel_table_scan_size = 0
{%- endmacro %}
