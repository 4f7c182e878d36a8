{# Whether a word speaks of the address alone: what bounced or is blocked there says nothing
   of the person, and a corrected address is free of it. #}
{% macro concerns_address(word) -%}
    coalesce({{ word }} in ('hard_bounce', 'invalid', 'blocked'), false)
{%- endmacro %}
