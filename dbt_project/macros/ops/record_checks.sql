{#- The catalogue of checks, as the project stands: one that has no result has not run. Tried
    inside a block that catches whatever goes wrong, as the results are. -#}
{% macro record_checks() -%}
    {%- if execute -%}
do $crm_checks$
begin
    create temporary table known on commit drop as
    select * from (
        values
        {%- for node in graph.nodes.values() | selectattr('resource_type', 'equalto', 'test') %}
        {%- set words = check_words(node) %}
        (
            '{{ node.unique_id }}', {{ sql_text(node.name) }},
            {{ sql_text(node.config.severity | lower) }},
            {{ sql_text((node.config.meta or {}).get('owner')) }},
            {{ sql_text(words.says) }}, {{ sql_text(words.remedy) }}
        ){{ ',' if not loop.last }}
        {%- endfor %}
    ) as found (node_id, name, severity, owner, says, remedy);
    delete from {{ source('ops', 'checks') }} where target_schema = '{{ target.schema }}';
    insert into {{ source('ops', 'checks') }} (
        target_schema, node_id, name, severity, owner, says, remedy
    )
    select '{{ target.schema }}', node_id, name, severity, owner, says, remedy from known;
exception when others then
    raise notice 'the checks of this project were not recorded: %', sqlerrm;
end
$crm_checks$
    {%- endif -%}
{%- endmacro %}
{#- What a check says to the owner when it finds something, and what to do then: its own words,
    else those of its kind and of whoever mends it (vars `check_says`, `check_remedies`). -#}
{% macro check_words(node) -%}
    {%- set meta = node.config.meta or {} -%}
    {%- set kind = (node.test_metadata or {}).get('name', '') -%}
    {%- set table = (node.attached_node or '').split('.') | last -%}
    {%- set says = var('check_says').get(kind, '')
        | replace('{table}', table) | replace('{column}', node.column_name or 'sa clé') -%}
    {%- set remedy = var('check_remedies').get(meta.get('owner'), '')
        | replace('{name}', node.name) -%}
    {{ return({
        'says': meta.get('libelle') or says,
        'remedy': meta.get('remede') or remedy,
    }) }}
{%- endmacro %}
