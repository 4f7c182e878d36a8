with

source as (

    {{ clean_columns(
        source('raw', 'contacts'), ['client_code', 'date_contact', 'canal', 'statut']
    ) }}

),

stg_isavigne__contacts as (

    select
        read.*,
        case
            when read.client_code is null then 'client_manquant'
            when read.date_contact is null then 'date_invalide'
        end as motif,
        source._file_id,
        source._line_number

    from source
    cross join lateral (
        select
            -- ids
            {{ code_text('source.client_code') }} as client_code,

            -- text
            lower(source.canal) as canal,
            lower(source.statut) as statut,

            -- dates
            {{ date_from_text('source.date_contact') }} as date_contact
        limit 1  -- noqa: AM09
    ) as read

)

select * from stg_isavigne__contacts
