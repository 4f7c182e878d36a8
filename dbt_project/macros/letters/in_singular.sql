{# A key whose words lose the s of a plural: `GRANDS CRUS` gives `GRAND CRU`. #}
{% macro in_singular(key) -%}
    regexp_replace({{ key }}, 'S\M', '', 'g')
{%- endmacro %}
