{# A key (see label_key) whose words have lost the S or X of a plural, so that `FRAIS DE PORTS`
   is found as `FRAIS DE PORT`; short words stay as they are. #}
{% macro singular(key) -%}
    regexp_replace({{ key }}, '([A-Z]{3})[SX]\M', '\1', 'g')
{%- endmacro %}
