{# The columns a model's properties name, but `except`: one list for what is described, granted
   and carried along. #}
{% macro columns_of(name, except=[]) -%}
    {%- if execute -%}
        {{ return(graph.nodes['model.crm_reco.' ~ name].columns.keys() | reject('in', except) | list) }}
    {%- endif -%}
    {{ return([]) }}
{%- endmacro %}
