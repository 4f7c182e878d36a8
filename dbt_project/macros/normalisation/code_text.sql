{# A code as the ERP means it: upper case, accents removed, everything but A–Z and
   0–9 dropped (`  zz-00 001 ` → `ZZ00001`); null when nothing is left. Most codes
   are clean already, and the first branch spares them the work. Python's
   `activation.hashing.normal_code` says the same of any text; a test compares them. #}
{% macro code_text(value) -%}
    case
        when {{ value }} ~ '^[A-Z0-9]+$' then {{ value }}
        else nullif(
            upper(regexp_replace(normalize({{ value }}, nfd), '[^A-Za-z0-9]', '', 'g')), ''
        )
    end
{%- endmacro %}
