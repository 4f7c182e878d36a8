with

clients as (

    select
        codes.client_code,
        persons.master_client_code,
        persons.match_rule,
        codes.nom,
        codes.prenom,
        codes.email,
        codes.telephone,
        codes.adresse,
        codes.code_postal,
        codes.ville,
        codes.pays,
        codes.optin_email,
        codes.is_in_customer_file,
        codes._file_id,
        codes._line_number

    from {{ ref('int_clients__codes') }} as codes
    inner join {{ ref('int_clients__persons') }} as persons
        on codes.client_code = persons.client_code

)

select * from clients
