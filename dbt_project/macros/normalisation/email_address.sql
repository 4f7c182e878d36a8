{# An e-mail address in lower case, or null when it is not one (RFC 5321's lengths,
   one @, a dotted domain, no leading, trailing or double dot). #}
{% macro email_address(value) -%}
    {%- set email = 'lower(' ~ clean_text(value) ~ ')' -%}
    {%- set atom = "[a-z0-9!#$%&''*+/=?^_`{|}~-]+" -%}
    {%- set label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?' -%}
    case
        when
            length({{ email }}) <= 254
            and position('@' in {{ email }}) <= 65
            and {{ email }}
            ~ '^{{ atom }}(\.{{ atom }})*@({{ label }}\.)+[a-z]{2,63}$'
            then {{ email }}
    end
{%- endmacro %}
