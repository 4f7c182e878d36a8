{# What changed since everything was last held against everything else.

   The sequence `ops.change_no` moves when a run of dbt starts, when sales lines are decided and
   when a person is erased; lines carry the number they were decided under. The weekly run knows
   the number at which a run of its own had built and checked everything, and that nothing but
   itself has moved it since: it then says so to PostgreSQL (weekly/proof.py), and mirrors and
   checks look at what was decided later. Said nothing, they look at everything. #}

{# Hook: a number for what this transaction decides. Copies beside count for nothing. #}
{% macro new_change() -%}
    select set_config(
        'crm.change_no',
        {{ "nextval('ops.change_no')::text" if target.name == 'prod' else "'0'" }},
        true
    )
{%- endmacro %}

{% macro change_no() -%}
    nullif(current_setting('crm.change_no', true), '')::bigint
{%- endmacro %}

{# On-run-start hook: whatever this run does, and even if it is killed, it has been here. #}
{% macro announce_run() -%}
    {%- if target.name == 'prod' -%}
    do $$
    begin
        perform nextval('ops.change_no');
    exception when insufficient_privilege or undefined_table or read_only_sql_transaction then
        raise notice 'this run is not counted among the changes: %', sqlerrm;
    end
    $$
    {%- endif -%}
{%- endmacro %}

{# The number up to which everything has been compared; none when everything is to be. #}
{% macro compared_up_to() -%}
    {%- if execute -%}
        {%- set query = "select nullif(current_setting('crm.compared_up_to', true), '')" -%}
        {{ return(run_query(query).columns[0].values()[0]) }}
    {%- endif -%}
    {{ return(none) }}
{%- endmacro %}

{# Condition: `line` was decided since. Without a line, of the table in hand. #}
{% macro is_new(line='') -%}
    {%- set since = compared_up_to() -%}
    {%- if since is none -%}true{%- else -%}
        {{ line ~ '.' if line }}change_no > {{ since }}
    {%- endif -%}
{%- endmacro %}
