{# A share of a whole, within bounds: the vars `<name>_share` (its divisor), `<name>_min` and
   `<name>_max`. #}
{% macro share_within(whole, name) -%}
    least(
        {{ var(name ~ '_max') }},
        greatest({{ var(name ~ '_min') }}, {{ whole }} / {{ var(name ~ '_share') }})
    )
{%- endmacro %}
