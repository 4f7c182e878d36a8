with

source as (

    select
        _file_id,
        _line_number,
        {{ clean_columns(['client_code', 'date_contact', 'canal', 'statut']) }}

    from {{ source('raw', 'contacts') }}

),

read as (

    select
        -- ids
        {{ code_text('client_code') }} as client_code,

        -- text
        lower(canal) as canal,
        lower(statut) as statut,

        -- dates
        {{ date_from_text('date_contact') }} as date_contact,

        -- lineage
        _file_id,
        _line_number

    from source

),

stg_isavigne__contacts as (

    select
        client_code,
        date_contact,
        canal,
        statut,
        case
            when client_code is null then 'client_manquant'
            when date_contact is null then 'date_invalide'
        end as motif,
        _file_id,
        _line_number

    from read

)

select * from stg_isavigne__contacts
