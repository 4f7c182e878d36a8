{# A date, or null: `27/12/2025`, `27-12-2025`, `27.12.2025`, `27/12/25`,
   `2025-12-27`, `2025/12/27`, `20251227`, each with or without a time behind, and
   the serial number of a spreadsheet (`46018`, days since 1899-12-30).
   PostgreSQL's own casts are not used: `to_date` accepts what is no date, a cast
   stops the build. The shape is checked first, and 31/02 falls in March, which
   gives it away. Two digits of a year: 70–99 are 19.., 00–69 are 20... #}
{% macro date_from_text(value) -%}
    {%- set day = '(0?[1-9]|[12][0-9]|3[01])' -%}
    {%- set month = '(0?[1-9]|1[0-2])' -%}
    {%- set time = '([T ] ?[0-9]{1,2}[:hH][0-9]{2}.{0,30})?' -%}
    {%- set parts = "translate(split_part(split_part(" ~ value ~ ", ' ', 1), 'T', 1), '-.', '//')" -%}
    {%- set part = "split_part(" ~ parts ~ ", '/', " -%}
    case
        when
            {{ value }}
            ~ '^{{ day }}[/.-]{{ month }}[/.-]((19|20|21)?[0-9]{2}){{ time }}$'
            then {{ _existing_date(_full_year(part ~ '3)'), part ~ '2)', part ~ '1)') }}
        when
            {{ value }}
            ~ '^(19|20|21)[0-9]{2}[/.-]{{ month }}[/.-]{{ day }}{{ time }}$'
            then {{ _existing_date(part ~ '1)', part ~ '2)', part ~ '3)') }}
        when {{ value }} ~ '^(19|20|21)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$'
            then {{ _existing_date(
                'left(' ~ value ~ ', 4)', 'substr(' ~ value ~ ', 5, 2)',
                'right(' ~ value ~ ', 2)'
            ) }}
        when {{ value }} ~ '^[2-7][0-9]{4}([.,][0-9]{1,12})?$'
            then '1899-12-30'::date + left({{ value }}, 5)::integer
    end
{%- endmacro %}

{% macro _full_year(year) -%}
    case length({{ year }})
        when 4 then {{ year }}
        else case when {{ year }} < '70' then '20' else '19' end || {{ year }}
    end
{%- endmacro %}

{% macro _existing_date(year, month, day) -%}
    {%- set first_of_month -%}
        make_date(({{ year }})::integer, ({{ month }})::integer, 1)
    {%- endset -%}
    {%- set date = "(" ~ first_of_month ~ " + ((" ~ day ~ ")::integer - 1))" -%}
    case
        when extract(month from {{ date }}) = ({{ month }})::integer then {{ date }}
    end
{%- endmacro %}
