{# A key whose words lose the s of a plural: `GRANDS CRUS` gives `GRAND CRU`. Only to compare. #}
{% macro in_singular(key) -%}
    regexp_replace({{ key }}, 'S\M', '', 'g')
{%- endmacro %}
