with

source as (

    {{ clean_columns(source('raw', 'clients'), [
        'client_code', 'nom', 'prenom', 'email', 'telephone', 'adresse', 'code_postal',
        'ville', 'pays', 'optin_email',
    ]) }}

),

stg_isavigne__clients as (

    select
        read.*,
        {{ unreadable_columns(['email', 'telephone']) }} as illisibles,
        case when read.client_code is null then 'client_manquant' end as motif,
        source._file_id,
        source._line_number

    from source
    cross join lateral (
        select
            -- ids
            {{ code_text('source.client_code') }} as client_code,

            -- text
            {{ known_text('source.nom', 'alpha') }} as nom,
            {{ known_text('source.prenom', 'alpha') }} as prenom,
            {{ email_address('source.email') }} as email,
            {{ telephone_e164('source.telephone', 'source.pays') }} as telephone,
            {{ known_text('source.adresse') }} as adresse,
            upper(source.code_postal) as code_postal,
            {{ known_text('source.ville') }} as ville,
            {{ known_text('source.pays') }} as pays,
            {{ word_text('source.optin_email') }} as optin_word
        limit 1  -- noqa: AM09
    ) as read

)

select * from stg_isavigne__clients
