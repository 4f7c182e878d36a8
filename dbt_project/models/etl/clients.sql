with

clients as (

    select
        client_code,
        client_code as master_client_code,
        'seul' as match_rule,
        nom,
        prenom,
        email,
        telephone,
        adresse,
        code_postal,
        ville,
        pays,
        optin_email,
        is_in_customer_file,
        _file_id,
        _line_number

    from {{ ref('int_clients__codes') }}

)

select * from clients
