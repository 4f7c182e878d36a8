-- Which file is its dataset's newest export: only a file that was read can be.

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
        status,
        error,
        row_count,
        rejected_count,
        loaded_at,
        status = 'loaded' and row_number() over (
            partition by dataset, status
            order by export_date desc nulls last, file_id desc
        ) = 1 as is_latest
    from files

)

select * from int_files__ranked
