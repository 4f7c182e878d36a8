with

source as (

    select * from {{ source('raw', 'rejected_lines') }}

),

stg_isavigne__rejected_lines as (

    select
        dataset,
        raw_text,
        reason,

        -- lineage
        _file_id,
        _line_number

    from source

)

select * from stg_isavigne__rejected_lines
