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
        {%- set query = "select nullif(current_setting('weekly.compared_up_to', true), '')" -%}
        {{ return(run_query(query).columns[0].values()[0]) }}
    {%- endif -%}
    {{ return(none) }}
{%- endmacro %}

{# Condition on sales lines decided: they were decided since. #}
{% macro is_new() -%}
    {%- set since = compared_up_to() -%}
    {{ 'true' if since is none else 'change_no > ' ~ since }}
{%- endmacro %}

{# Condition on a table of sales lines: they stand in a file no line of which was decided before.
   Files of which nothing was decided at all are among them. By number, so that PostgreSQL knows
   how few they are. #}
{% macro is_in_new_file() -%}
    {%- set decided = ref('int_ventes_lignes__decided') -%}
    {%- set files = source('raw', 'files') -%}
    {%- set since = compared_up_to() -%}
    {%- if since is none -%}true{%- else -%}
        {%- set found = run_query(
            "select files.file_id from " ~ files ~ " as files where files.dataset = 'ventes_lignes'"
            ~ " and files.status = 'loaded' and (select true from " ~ decided ~ " as known"
            ~ " where known._file_id = files.file_id and known.change_no <= " ~ since
            ~ " order by known._line_number limit 1) is null"
        ).columns[0].values() -%}
        _file_id in ({{ found | join(', ') or 'null' }})
    {%- endif -%}
{%- endmacro %}

{# The sales lines of `table` to compare: all, or those of new files and, of older files, those
   decided again since. #}
{% macro lines_to_compare(table, columns) -%}
    {%- set decided = ref('int_ventes_lignes__decided') -%}
    {%- set since = compared_up_to() -%}
    select {{ columns | join(', ') }}
    from {{ table }}
    where {{ is_in_new_file() }}
    {%- if since is not none %}
    union all
    select again.{{ columns | join(', again.') }}
    from {{ decided }} as decided
    inner join {{ table }} as again
        on
            decided._file_id = again._file_id
            and decided._line_number = again._line_number
    where decided.change_no > {{ since }} and (decided.{{ is_in_new_file() }}) is not true
    {%- endif -%}
{%- endmacro %}

{# What was read of the sales lines to compare: `read`, of which a file can be found and not a
   line, speaks of new files, and what was decided for it of older ones. #}
{% macro lines_read_to_compare(read, columns) -%}
    {%- set decided = ref('int_ventes_lignes__decided') -%}
    select {{ columns | join(', ') }}
    from {{ read }}
    where {{ is_in_new_file() }}
    {%- if compared_up_to() is not none %}
    union all
    select {{ columns | join(', ') }}
    from {{ decided }}
    where {{ is_new() }} and ({{ is_in_new_file() }}) is not true
    {%- endif -%}
{%- endmacro %}

{# Condition on sales lines: lines of their document number were decided since. An array, so that
   PostgreSQL finds documents by their index, however many it takes them for. #}
{% macro decided_again() -%}
    {%- if compared_up_to() is none -%}true{%- else -%}
        document_no = any(array(
            select distinct changed.document_no
            from {{ ref('int_ventes_lignes__decided') }} as changed
            where changed.{{ is_new() }}
        ))
    {%- endif -%}
{%- endmacro %}

{# Two pre-hooks of a table that keeps what was found: everything leaves it that is to be found
   again, or the documents decided since. #}
{% macro forget_unless_compared() -%}
    {%- if execute and is_incremental() and compared_up_to() is none -%}
        delete from {{ this }}
    {%- endif -%}
{%- endmacro %}

{% macro forget_decided_again() -%}
    {%- if execute and is_incremental() and compared_up_to() is not none -%}
        delete from {{ this }} as known
        using {{ ref('int_ventes_lignes__decided') }} as changed
        where changed.document_no = known.document_no and changed.{{ is_new() }}
    {%- endif -%}
{%- endmacro %}
