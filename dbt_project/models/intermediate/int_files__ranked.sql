-- Which file is its dataset's newest export: one that was read, or that says again what
-- one read before said.

with

files as (

    select * from {{ ref('stg_isavigne__files') }}

),

int_files__ranked as (

    select
        file_id,
        dataset,
        path,
        export_date,
        exported_at,
        status,
        error,
        row_count,
        rejected_count,
        loaded_at,
        status in ('loaded', 'duplicate') and row_number() over (
            partition by dataset, status in ('loaded', 'duplicate')
            order by
                exported_at desc nulls last, modified_at desc nulls last,
                sha256 desc, path desc
        ) = 1 as is_latest
    from files

)

select * from int_files__ranked
