{% macro first_known(column, position) -%}
(array_agg({{ column }} order by {{ position }}) filter (where {{ column }} is not null))[1]
{%- endmacro %}
