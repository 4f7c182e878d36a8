{# A code as the ERP means it: upper case, accents removed, everything but A–Z and
   0–9 dropped (`  cl-00 001 ` → `CL00001`); null when nothing is left. Most codes
   are clean already, and the first branch spares them the work. #}
{% macro code_text(value) -%}
    case
        when {{ value }} ~ '^[A-Z0-9]+$' then {{ value }}
        else nullif(
            regexp_replace(upper(normalize({{ value }}, nfd)), '[^A-Z0-9]', '', 'g'), ''
        )
    end
{%- endmacro %}
