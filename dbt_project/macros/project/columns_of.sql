{# The columns a model's properties name, but `except`: one list for what is described, granted
   and carried along. A unit test of a model that asks says itself which columns it looks at
   (`overrides`): dbt hides the project from unit tests. #}
{% macro columns_of(name, except=[]) -%}
    {%- if execute -%}
        {{ return(graph.nodes['model.crm_reco.' ~ name].columns.keys() | reject('in', except) | list) }}
    {%- endif -%}
    {{ return([]) }}
{%- endmacro %}
