with

contacts as (

    select * from {{ ref('int_contacts__decided') }}
    where motif is null

),

int_contacts__kept as (

    select
        client_code,
        date_contact,
        canal,
        statut,
        _file_id,
        _line_number,
        md5(concat_ws('|', date_contact, canal, '', statut))::uuid as contact_id

    from contacts

)

select * from int_contacts__kept
