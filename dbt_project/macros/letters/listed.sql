{# Texts of an array as a sentence lists them: `3 magnums, 2 bouteilles et 1 clavelin`. #}
{% macro listed(texts) -%}
    concat_ws(
        ' et ',
        nullif(array_to_string(trim_array({{ texts }}, 1), ', '), ''),
        ({{ texts }})[cardinality({{ texts }})]
    )
{%- endmacro %}
