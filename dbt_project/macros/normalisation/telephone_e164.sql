{# A telephone number in E.164, or null. `00` and `+` open an international number;
   ten digits after a 0, or nine without it (spreadsheets eat the 0), are French;
   `(0)` inside an international number is dropped. Two numbers in one field give
   too many digits, hence null. #}
{% macro telephone_e164(value) -%}
    {%- set digits -%}
        regexp_replace(replace({{ value }}, '(0)', ''), '[^0-9+]', '', 'g')
    {%- endset -%}
    {%- set number = "regexp_replace(" ~ digits ~ ", '^(00|\+)', '')" -%}
    case
        when {{ digits }} ~ '^0[1-9][0-9]{8}$' then '+33' || substr({{ digits }}, 2)
        when {{ digits }} ~ '^[1-9][0-9]{8}$' then '+33' || {{ digits }}
        when {{ digits }} ~ '^(00|\+)?33[1-9][0-9]{8}$' then '+' || {{ number }}
        when {{ digits }} ~ '^(00|\+)33' then null
        when {{ digits }} ~ '^(00|\+)[1-9][0-9]{7,14}$' then '+' || {{ number }}
    end
{%- endmacro %}
