{# A number as French or English hands write it, or null when `value` (clean text)
   is none: `1 234,56` (plain, no-break or narrow space), `1234.56`, `1.234,56`,
   `1,234.56`, `12,50 €`, `(12,50)` and `12,50-` for a negative, `1.5E3`. A separator
   alone is the decimal one. Spaces that do not group thousands, and several signs,
   make no number. No sub-select, which would keep a cluster's workers from reading
   lines: the text stands wherever it is looked at. Plain numbers never get that far. #}
{% macro number_from_text(value) -%}
    {%- set written -%}
        translate(upper({{ value }}), e'\u00a0\u2007\u2009\u202f\u2212', '    -')
    {%- endset -%}
    {%- set digits = "btrim(" ~ written ~ ", ' €EUR+-()')" -%}
    {%- set marks -%}
        regexp_replace(replace({{ written }}, {{ digits }}, ''), '€|EUR| ', '', 'g')
    {%- endset -%}
    case
        when length({{ value }}) > 40 then null
        when {{ value }} ~ '^-?[0-9]+([.,][0-9]+)?$'
            then replace({{ value }}, ',', '.')::numeric
        when {{ value }} ~ '[0-9]' then (
            (array['', '', '-', '-'])[array_position(array['', '+', '-', '()'], {{ marks }})]
            || {{ _decimal_text(digits) }}
        )::numeric
    end
{%- endmacro %}

{# Digits and separators as PostgreSQL reads them, or null for an unknown shape. #}
{% macro _decimal_text(digits) -%}
    case
        when {{ digits }} ~ '^([0-9]+|[0-9]+[.,][0-9]*|[.,][0-9]+)$'
            then replace({{ digits }}, ',', '.')
        when {{ digits }} ~ '^[0-9]{1,3}( [0-9]{3})+([.,][0-9]*)?$'
            then replace(replace({{ digits }}, ' ', ''), ',', '.')
        when {{ digits }} ~ '^[0-9]{1,3}([.][0-9]{3})+(,[0-9]*)?$'
            then replace(replace({{ digits }}, '.', ''), ',', '.')
        when {{ digits }} ~ '^[0-9]{1,3}(,[0-9]{3})+([.][0-9]*)?$'
            then replace({{ digits }}, ',', '')
        when {{ digits }} ~ '^[0-9]+([.][0-9]+)?E[+-]?[0-9]{1,2}$' then {{ digits }}
    end
{%- endmacro %}
