-- Who said no to letters, or cannot receive them, by person or by address, whatever the
-- source: the ERP's opt-in column and its contacts, Brevo, the people themselves. An
-- opt-out holds for ever, whatever as_of_date says; a technical block may be lifted.

with

optin_opt_outs as (

    select
        client_code,
        email,
        'refus_optin' as word
    from {{ ref('customer_identity') }}
    where has_opted_out

),

erp_opt_outs as (

    select
        contacts.client_code,
        null as email,
        contacts.statut as word
    from {{ ref('contact_log') }} as contacts
    inner join {{ ref('opt_out_words') }} as words
        on contacts.statut = words.word
    -- What came back by post says nothing of the e-mail address.
    where
        contacts.source = 'erp'
        and (contacts.is_email or contacts.statut in ('unsubscribe', 'spam'))

),

suppressions as (

    select
        coalesce(clients.master_client_code, suppressed.client_code) as client_code,
        suppressed.email_norm as email,
        case
            when suppressed.scope = 'erasure' then 'efface' else suppressed.reason
        end as word
    from {{ source('activation', 'suppressions') }} as suppressed
    left join {{ ref('clients') }} as clients
        on suppressed.client_code = clients.client_code
    where suppressed.lifted_at is null

),

every_source as (

    select * from optin_opt_outs
    union
    select * from erp_opt_outs
    union
    select * from suppressions

),

coded as (

    select distinct
        every_source.client_code,
        every_source.email,
        -- A word this project has never heard of is an opt-out all the same.
        coalesce(words.code, 'desinscrit') as not_contactable_reason
    from every_source
    left join {{ ref('opt_out_words') }} as words
        on every_source.word = words.word

),

opt_outs as (

    select
        md5(jsonb_build_array(client_code, email, not_contactable_reason)::text)
            as opt_out_id,
        client_code,
        email,
        not_contactable_reason
    from coded

)

select * from opt_outs
