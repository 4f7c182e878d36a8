{% macro result_text(result) -%}
{%- set found = result.status | string in ['warn', 'fail'] -%}
{{ return(result.node.description if found and result.node.description else result.message) }}
{%- endmacro %}
