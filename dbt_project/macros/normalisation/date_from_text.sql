{# A date, or null when `value` (clean text) is none: `27/12/2025`, `27-12-2025`,
   `27.12.2025`, `27/12/25`, `2025-12-27`, `2025/12/27`, `20251227`, each with or
   without a time behind, and a spreadsheet's serial number (`46018`, days since
   1899-12-30). Years are 1900 to 2199; of two digits, 70–99 are 19.. and 00–69 20...
   PostgreSQL's own casts are not used: `to_date` accepts what is no date, and a
   cast stops the build. Here 31/02 falls in March, which gives it away.
   A select in brackets, of one row (`max` and `having true` say so): it is an expression,
   and what a lateral join can read as it stands, which a cluster's workers take; a lateral
   whose expressions hold sub-selects is the coordinator's. #}
{% macro date_from_text(value) -%}
    (
        select
            max(case
                when {{ value }} ~ '^[2-7][0-9]{4}([.,][0-9]+)?$'
                    then '1899-12-30'::date + left({{ value }}, 5)::integer
                when
                    {{ value }} ~ '^[0-9]{1,8}([/.-][0-9]+[/.-][0-9]+)?($|[T ])'
                    and (time_text is null or time_text ~ '^[T ] ?[0-9]{1,2}[:hH][0-9]{2}')
                    and extract(month from first_of_month + day - 1) = month
                    then first_of_month + day - 1
            end) as read_date
        from (
            select
                translate(substring({{ value }}, '^[^T ]+'), '-.', '//') as day_text,
                substring({{ value }}, '[T ].*$') as time_text
            limit 1
        ) as halves
        cross join lateral ({{ _date_parts('day_text') }} limit 1) as parts
        cross join lateral (
            select
                case
                    when
                        year between 1900 and 2199
                        and month between 1 and 12
                        and day between 1 and 31
                        then make_date(year, month, 1)
                end as first_of_month
            limit 1
        ) as months
        having true
    )
{%- endmacro %}

{# Year, month and day of `d/m/yyyy`, `yyyy/m/d`, `d/m/yy` or `yyyymmdd`. #}
{% macro _date_parts(written) -%}
    select
        case
            when {{ written }} ~ '^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}$'
                then split_part({{ written }}, '/', 3)
            when {{ written }} ~ '^[0-9]{1,2}/[0-9]{1,2}/[0-6][0-9]$'
                then '20' || split_part({{ written }}, '/', 3)
            when {{ written }} ~ '^[0-9]{1,2}/[0-9]{1,2}/[7-9][0-9]$'
                then '19' || split_part({{ written }}, '/', 3)
            when {{ written }} ~ '^[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}$|^[0-9]{8}$'
                then left({{ written }}, 4)
        end::integer as year,
        case
            when {{ written }} ~ '^[0-9]{8}$' then substr({{ written }}, 5, 2)
            when {{ written }} ~ '^[0-9]{1,4}/[0-9]{1,2}/'
                then split_part({{ written }}, '/', 2)
        end::integer as month,
        case
            when {{ written }} ~ '^[0-9]{8}$' then right({{ written }}, 2)
            when {{ written }} ~ '^[0-9]{4}/[0-9]+/[0-9]{1,2}$'
                then split_part({{ written }}, '/', 3)
            when {{ written }} ~ '^[0-9]{1,2}/' then split_part({{ written }}, '/', 1)
        end::integer as day
{%- endmacro %}
