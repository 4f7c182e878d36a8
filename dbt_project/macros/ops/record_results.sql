{#- The insert is tried inside a block that catches whatever goes wrong (no table, no right, a
    read-only server): a run is never failed by its own log. -#}
{% macro record_results(results) -%}
    {%- set run_id = env_var('CRM_RUN_ID', '') -%}
    {%- if execute and results -%}
do $crm_results$
begin
    insert into {{ source('ops', 'dbt_results') }} (
        run_id, invocation_id, node_id, resource_type, name, status, failures, rows_affected,
        seconds, message, generated_at, target_schema, owner
    )
    select
        {{ sql_text(run_id) }}, '{{ invocation_id }}', found.node_id, found.resource_type,
        found.name, found.status, found.failures, found.rows_affected, found.seconds,
        left(
            regexp_replace(
                regexp_replace(found.message, '(row contains|contient) \(.*\)', '\1 (…)'),
                '[^[:space:]"''<(=]+@[^[:space:]"''>)]+', '***', 'g'
            ),
            500
        ),
        now(), '{{ target.schema }}', found.owner
    from (
        values
        {%- for result in results %}
        {%- set node = result.node %}
        (
            '{{ node.unique_id }}', '{{ node.resource_type }}', {{ sql_text(node.name) }},
            '{{ result.status }}', {{ sql_number(result.failures) }}::bigint,
            {{ sql_number((result.adapter_response or {}).get('rows_affected')) }}::bigint,
            {{ sql_number(result.execution_time) }}::numeric,
            {{ sql_text(result_text(result)) }},
            {{ sql_text((node.config.meta or {}).get('owner')) }}
        ){{ ',' if not loop.last }}
        {%- endfor %}
    ) as found (
        node_id, resource_type, name, status, failures, rows_affected, seconds, message, owner
    );
exception when others then
    raise notice 'the results of this run were not recorded: %', sqlerrm;
end
$crm_results$
    {%- endif -%}
{%- endmacro %}
