{# An e-mail address in lower case, or null when `value` (clean text) is not one:
   one @, a dotted domain ending in letters, no dot or hyphen at a name's edge, the
   lengths of RFC 5321. One short pattern and plain comparisons: bounded repetitions
   would make PostgreSQL's matcher ten times slower. #}
{% macro email_address(value) -%}
    {%- set email = 'lower(' ~ value ~ ')' -%}
    case
        when
            {{ email }}
            ~ '^[a-z0-9!#$%&''*+/=?^_`{|}~.-]+@[a-z0-9.-]+\.[a-z][a-z]+$'
            and length({{ email }}) <= 254
            and position('@' in {{ email }}) <= 65
            and {{ email }} not like '.%'
            and {{ email }} not like '%..%'
            and {{ email }} not like '%.@%'
            and {{ email }} not like '%@.%'
            and {{ email }} not like '%@-%'
            and split_part({{ email }}, '@', 2) not like '%-.%'
            and split_part({{ email }}, '@', 2) not like '%.-%'
            then {{ email }}
    end
{%- endmacro %}
