{% macro signed_amount(column) -%}
coalesce(sum(case
            when date_livraison > {{ as_of_date() }} then 0
            when is_purchase then {{ column }}
            when is_return then -abs({{ column }})
        end), 0)
{%- endmacro %}
