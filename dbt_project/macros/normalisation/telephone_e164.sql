{# A telephone number in E.164, or null when `value` is none. `00` and `+` open an
   international number, whose `(0)` or 0 after the country's code is dropped. Anything
   else is a number of the customer's own country, France when `country` is empty: ten
   digits after a 0, or nine without it (spreadsheets eat the 0), are French; the
   neighbours' begin with a 0, Luxembourg's with none. The number of any other country
   is not guessed. Two numbers in one field give too many digits, hence null. #}
{% macro telephone_e164(value, country) -%}
    (
        select
            case
                when called ~ '^[+]33[1-9][0-9]{8}$'
                    then {{ _overseas("substr(called, 4)") }}
                when called !~ '^[+]33' and called ~ '^[+][1-9][0-9]{7,14}$' then called
            end
        from (
            select
                {{ _calling_code(country) }} as home,
                regexp_replace(
                    regexp_replace(replace({{ value }}, '(0)', ''), '[^0-9+]', '', 'g'),
                    '^00', '+'
                ) as dialled
            limit 1
        ) as numbers
        cross join lateral (
            select
                case
                    when dialled like '+%'
                        then regexp_replace(dialled, '^[+](3[1-3]|4[1349])0', '+\1')
                    when home = '33' and dialled ~ '^33[1-9][0-9]{8}$' then '+' || dialled
                    when home = '33' and dialled ~ '^0?[1-9][0-9]{8}$'
                        then '+33' || right(dialled, 9)
                    when home = '352' and dialled ~ '^[2-9][0-9]{5,8}$'
                        then '+352' || dialled
                    when home not in ('33', '352') and dialled ~ '^0[1-9][0-9]{6,10}$'
                        then '+' || home || substr(dialled, 2)
                end as called
            limit 1
        ) as international
    )
{%- endmacro %}

{# The calling code of the country a customer lives in, where numbers are known to be
   written as here; null for any other. #}
{% macro _calling_code(country) -%}
    case
        when {{ country }} is null then '33'
        else (
            select codes.calling_code
            from (
                values
                ('FRANCE', '33'), ('FR', '33'), ('FRA', '33'), ('F', '33'),
                ('GUADELOUPE', '33'), ('MARTINIQUE', '33'), ('GUYANE', '33'),
                ('REUNION', '33'), ('LA REUNION', '33'), ('MAYOTTE', '33'),
                ('BELGIQUE', '32'), ('BE', '32'), ('BEL', '32'), ('B', '32'),
                ('SUISSE', '41'), ('CH', '41'), ('CHE', '41'),
                ('ALLEMAGNE', '49'), ('DE', '49'), ('DEU', '49'), ('D', '49'),
                ('AUTRICHE', '43'), ('AT', '43'), ('AUT', '43'),
                ('PAYS BAS', '31'), ('NL', '31'), ('NLD', '31'),
                ('ROYAUME UNI', '44'), ('GB', '44'), ('GBR', '44'), ('UK', '44'),
                ('LUXEMBOURG', '352'), ('LU', '352'), ('LUX', '352'), ('L', '352')
            ) as codes (pays, calling_code)
            where codes.pays = {{ label_key(country) }}
        )
    end
{%- endmacro %}

{# Nine digits after +33: overseas they are those of another code (0690… is +590). #}
{% macro _overseas(digits) -%}
    case
        when {{ digits }} ~ '^(590|690|691)' then '+590' || {{ digits }}
        when {{ digits }} ~ '^(594|694)' then '+594' || {{ digits }}
        when {{ digits }} ~ '^(596|696|697)' then '+596' || {{ digits }}
        when {{ digits }} ~ '^(262|263|269|639|692|693)' then '+262' || {{ digits }}
        when {{ digits }} ~ '^508' then '+' || {{ digits }}
        else '+33' || {{ digits }}
    end
{%- endmacro %}
