-- Every contact line, and whether its channel is e-mail; null when the seed does not
-- know.

with

canaux as (

    select
        {{ word_text('canal_erp') }} as canal,
        bool_or(is_email) as is_email
    from {{ ref('contact_canaux') }}
    group by 1

),

int_contacts__channels as (

    select
        contacts.client_code,
        contacts.date_contact,
        contacts.statut,
        canaux.is_email,
        contacts._file_id,
        contacts._line_number
    from {{ ref('stg_isavigne__contacts') }} as contacts
    left join canaux on {{ word_text('contacts.canal') }} = canaux.canal

)

select * from int_contacts__channels
