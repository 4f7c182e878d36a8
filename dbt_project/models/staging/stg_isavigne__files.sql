with

source as (

    select * from {{ source('raw', 'files') }}

),

stg_isavigne__files as (

    select
        -- ids
        file_id,

        -- text
        dataset,
        path,
        sha256,
        encoding,
        delimiter,
        status,
        error,

        -- numerics
        size_bytes,
        row_count,
        rejected_count,

        -- times
        export_date,
        coalesce(exported_at, export_date::timestamp at time zone 'Europe/Paris')
            as exported_at,
        modified_at,
        loaded_at,
        run_id

    from source

)

select * from stg_isavigne__files
