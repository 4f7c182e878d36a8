{# A fingerprint of the SQL that reads sales lines: the macros as they render and
   the models as they are written. Lines remember the rules they were read under,
   so that a changed rule reads every file again instead of mixing two readings. #}
{% macro reading_rules() -%}
    {%- if execute -%}
        {%- set sql = [
            clean_text('x'), code_text('x'), label_key('x'), email_address('x'), known_text('x'),
            number_from_text('x'), date_from_text('x'), document_id('x', 'y', 'z'),
            var('exports_show_whole_documents') | string,
        ] -%}
        {%- for name in ['stg_isavigne__ventes_lignes', 'int_ventes_lignes__decided'] -%}
            {%- do sql.append(graph.nodes['model.crm_reco.' ~ name].raw_code) -%}
        {%- endfor -%}
        {{ local_md5(sql | join) }}
    {%- endif -%}
{%- endmacro %}

{# Numbers of the `files` (a query: file_id, regles) no line of which `decided` has under their
   rules; the index on file and line answers with one line of each. #}
{% macro unread_files(decided, files) -%}
    {%- if execute -%}
        {%- set query -%}
            select files.file_id from ({{ files }}) as files
            where (
                select true from {{ decided }} as known
                where known._file_id = files.file_id and known.regles = files.regles
                order by known._line_number limit 1
            ) is null
            or {{ has_unloaded_lines(decided) }}
        {%- endset -%}
        {{ return(run_query(query).columns[0].values() | join(', ') or 'null') }}
    {%- endif -%}
{%- endmacro %}

{# Condition: `decided` still has lines of a file that was unloaded (`loader unload`). Lines of
   other files were decided beside them, so all are read again; it happens once in a while. #}
{% macro has_unloaded_lines(decided) -%}
    exists (
        select 1
        from {{ source('raw', 'files') }} as unloaded
        inner join lateral (
            select 1 from {{ decided }} as known
            where known._file_id = unloaded.file_id
            limit 1
        ) as line on true
        where unloaded.status = 'unloaded'
    )
{%- endmacro %}

{# Pre-hook: lines of files that were unloaded leave. #}
{% macro delete_unloaded() -%}
    {%- if execute and is_incremental() -%}
        delete from {{ this }}
        where _file_id in (
            select files.file_id
            from {{ source('raw', 'files') }} as files
            where files.status = 'unloaded'
        )
    {%- endif -%}
{%- endmacro %}
