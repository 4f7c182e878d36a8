{% macro result_text(result) -%}
    {%- set sentence = (result.node.config.meta or {}).get('libelle') -%}
    {%- set found = result.status | string in ['warn', 'fail'] -%}
    {{ return(sentence if found and sentence else result.message) }}
{%- endmacro %}
