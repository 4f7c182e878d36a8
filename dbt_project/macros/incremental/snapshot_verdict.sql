{# Why a line of a full snapshot is not the one kept; null for the one that is. Reads
   `lateness` and `says_the_same` (as the line kept) of the lines ranked latest first. #}
{% macro snapshot_verdict(motif) -%}
    case
        when {{ motif }} is not null then {{ motif }}
        when lateness = 1 then null
        when says_the_same then 'doublon'
        else 'remplacee'
    end
{%- endmacro %}
