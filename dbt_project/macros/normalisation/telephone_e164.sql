{# A telephone number in E.164, or null when `value` is none. `00` and `+` open an
   international number; ten digits after a 0, or nine without it (spreadsheets eat
   the 0), are French; `(0)` inside an international number is dropped. Two numbers
   in one field give too many digits, hence null. #}
{% macro telephone_e164(value) -%}
    (
        select
            case
                when dialled ~ '^0[1-9][0-9]{8}$' then '+33' || substr(dialled, 2)
                when dialled ~ '^[1-9][0-9]{8}$' then '+33' || dialled
                when dialled ~ '^33[1-9][0-9]{8}$' then '+' || dialled
                when dialled ~ '^[+]33' and dialled !~ '^[+]33[1-9][0-9]{8}$' then null
                when dialled ~ '^[+][1-9][0-9]{7,14}$' then dialled
            end
        from (
            select regexp_replace(
                regexp_replace(replace({{ value }}, '(0)', ''), '[^0-9+]', '', 'g'),
                '^00', '+'
            ) as dialled
            limit 1
        ) as numbers
    )
{%- endmacro %}
