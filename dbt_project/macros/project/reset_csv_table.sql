{# A seed is emptied and filled again where it stands, full refresh or not, so that the views
   built on it stay; it is made anew when its columns are others than those of the file. #}
{% macro postgres__reset_csv_table(model, full_refresh, old_relation, agate_table) -%}
    {%- set columns = adapter.get_columns_in_relation(old_relation) | map(attribute='name') -%}
    {{ return(default__reset_csv_table(
        model, columns | list != agate_table.column_names | list, old_relation, agate_table
    )) }}
{%- endmacro %}
