with

files as (

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
        is_latest
    from {{ ref('int_files__ranked') }}

)

select * from files
