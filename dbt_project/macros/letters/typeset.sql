{# French text with no-break spaces before the signs that want one. #}
{% macro typeset(text) -%}
    regexp_replace({{ text }}, ' (?=[:;!?»])', e'\u00a0', 'g')
{%- endmacro %}
