{# A number as French or English hands write it, or null: `1 234,56` (plain,
   no-break or narrow space), `1234.56`, `1.234,56`, `1,234.56`, `12,50 €`,
   `(12,50)` and `12,50-` for a negative, `1.5E3`. A single comma is the decimal
   one. Spaces that do not group thousands, and several signs, make no number. #}
{% macro number_from_text(value) -%}
    case
        when {{ value }} ~ '^-?[0-9]{1,20}([.,][0-9]{1,20})?$'
            then replace({{ value }}, ',', '.')::numeric
        when length({{ value }}) > 40 then null
        when {{ value }} ~ '^-?[0-9]+(\.[0-9]+)?[eE][-+]?[0-9]{1,2}$'
            then {{ value }}::numeric
        when {{ _spaced_number(value) }} ~ '{{ _number_shape() }}'
            then {{ _signed_number(value) }}
    end
{%- endmacro %}

{% macro _spaced_number(value) -%}
    btrim(translate({{ value }}, e'\u00a0\u2007\u2009\u202f\u2212', '    -'))
{%- endmacro %}

{# Digits, with or without thousands in groups of three, then the decimals; a sign
   before, behind or as brackets; the currency on either side. #}
{% macro _number_shape() -%}
    {%- set digits = [
        '[0-9]+([.,][0-9]*)?', '[.,][0-9]+',
        '[0-9]{1,3}( [0-9]{3})+([.,][0-9]*)?',
        '[0-9]{1,3}(\.[0-9]{3})+,[0-9]*', '[0-9]{1,3}(,[0-9]{3})+\.[0-9]*',
        '[0-9]{1,3}(\.[0-9]{3}){2,}', '[0-9]{1,3}(,[0-9]{3}){2,}',
    ] | join('|') -%}
    {%- set amount = '(€|EUR)? ?(' ~ digits ~ ') ?(€|EUR)?' -%}
    ^([-+]? ?{{ amount }}|{{ amount }} ?- ?(€|EUR)?|\( ?{{ amount }} ?\))$
{%- endmacro %}

{# The last separator is the decimal one when it stands alone of its kind. #}
{% macro _signed_number(value) -%}
    {%- set digits = "regexp_replace(" ~ value ~ ", '[^0-9.,]', '', 'g')" -%}
    (
        case when {{ value }} ~ '[-(\u2212]' then '-' else '' end
        || case
            when {{ digits }} ~ '^[^,]*,[0-9]*$'
                then replace(replace({{ digits }}, '.', ''), ',', '.')
            when {{ digits }} ~ '^[^.]*\.[0-9]*$' then replace({{ digits }}, ',', '')
            else translate({{ digits }}, '.,', '')
        end
    )::numeric
{%- endmacro %}
