{# Aggregate: what was bought as it was bought (`3 magnums et 2 bouteilles`), the largest first;
   null when a quantity is no whole number or a format has no name. Reads `units` (format,
   quantite) joined to `formats` (letter_formats). #}
{% macro units_bought(condition) -%}
    case
        when
            bool_and(
                formats.pluriel is not null and units.quantite = trunc(units.quantite)
            ) filter (where {{ condition }})
            then {{ listed(_units(condition)) }}
    end
{%- endmacro %}

{% macro _units(condition) -%}
    array_agg(
        trim_scale(units.quantite) || ' '
        || case when units.quantite < 2 then formats.format else formats.pluriel end
        order by formats.bouteilles desc, formats.format asc
    ) filter (where {{ condition }})
{%- endmacro %}

{# Expressions on a line of `sales` and its wine in the catalogue, `wines`: a box is counted in
   boxes, whatever article it was sold under. #}
{% macro format_as_sold() -%}
    coalesce(wines.contenant, sales.format)
{%- endmacro %}

{% macro quantity_as_sold() -%}
    case when wines.contenant is null then sales.qty_line else sales.qty_unit end
{%- endmacro %}
