{# An e-mail address in lower case, or null when `value` (clean text) is not one:
   one @, a dotted domain ending in letters, no dot or hyphen at a name's edge, the
   lengths of RFC 5321. What people and programs put around one is taken off first:
   `mailto:`, `Nom <a@b.fr>`, quotes, a full stop, signs nobody sees. Python's
   `activation.hashing.normal_address` says the same of any text; a test compares them.
   A select in brackets, as `date_from_text` is one. #}
{% macro email_address(value) -%}
    (
        select max(case when {{ _is_address('bare') }} then lower(bare) end) as email
        from (
            select
                case
                    when {{ _is_address(value) }} then {{ value }}
                    when position('@' in {{ value }}) > 0 then {{ _bare_address(value) }}
                end as bare
            limit 1  -- noqa: AM09
        ) as told
        having true
    )
{%- endmacro %}

{# One short pattern and plain comparisons: bounded repetitions would make PostgreSQL's
   matcher ten times slower. #}
{% macro _is_address(text) -%}
    (
        {{ text }}
        ~ '^[A-Za-z0-9!#$%&*+/=?^_|~-][A-Za-z0-9!#$%&''*+/=?^_`{|}~.-]*@[A-Za-z0-9.-]+[.][A-Za-z][A-Za-z]+$'
        and length({{ text }}) <= 254
        and position('@' in {{ text }}) <= 65
        and {{ text }} not like '%..%'
        and {{ text }} not like '%.@%'
        and {{ text }} not like '%@.%'
        and {{ text }} not like '%@-%'
        and split_part({{ text }}, '@', 2) not like '%-.%'
        and split_part({{ text }}, '@', 2) not like '%.-%'
    )
{%- endmacro %}

{% macro _bare_address(value) -%}
    {%- set around = "e' \\t\"''`´“”„«»‘’‚‹›<>()[]{},;:'" -%}
    rtrim(
        btrim(
            regexp_replace(
                btrim(
                    regexp_replace(
                        {{ plain_text(value) }}, '^[^<>]*<([^<>]*)>[^<>]*$', '\1'
                    ),
                    {{ around }}
                ),
                '^[Mm][Aa][Ii][Ll][Tt][Oo]:', ''
            ),
            {{ around }}
        ),
        {{ around }} || '.'
    )
{%- endmacro %}
