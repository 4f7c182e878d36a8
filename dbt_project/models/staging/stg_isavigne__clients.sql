with

source as (

    select
        _file_id,
        _line_number,
        {{ clean_columns([
            'client_code', 'nom', 'prenom', 'email', 'telephone', 'adresse',
            'code_postal', 'ville', 'pays', 'optin_email',
        ]) }}

    from {{ source('raw', 'clients') }}

),

read as (

    select
        -- ids
        {{ code_text('client_code') }} as client_code,

        -- text
        nom,
        prenom,
        email as email_text,
        {{ email_address('email') }} as email,
        telephone as telephone_text,
        {{ telephone_e164('telephone') }} as telephone,
        adresse,
        upper(code_postal) as code_postal,
        ville,
        pays,

        -- booleans
        optin_email as optin_email_text,
        {{ boolean_from_text('optin_email') }} as optin_email,

        -- lineage
        _file_id,
        _line_number

    from source

),

stg_isavigne__clients as (

    select
        client_code,
        nom,
        prenom,
        email,
        telephone,
        adresse,
        code_postal,
        ville,
        pays,
        optin_email,
        {{ unreadable_columns(['email', 'telephone', 'optin_email']) }} as illisibles,
        case when client_code is null then 'client_manquant' end as motif,
        _file_id,
        _line_number

    from read

)

select * from stg_isavigne__clients
