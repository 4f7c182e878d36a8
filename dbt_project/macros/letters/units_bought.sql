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
