-- Who refused letters, or cannot receive them, by person or by address, whatever the
-- source: the ERP's opt-in column, the ERP's contact history, Brevo and the people
-- themselves. Refusals ignore as_of_date: they hold for ever. A technical block may
-- be lifted.

with

persons as (

    select
        client_code,
        email
    from {{ ref('customer_identity') }}
    where is_refused

),

optin_refusals as (

    select
        client_code,
        email,
        'refus_optin' as reason
    from persons

),

erp_refusals as (

    select
        contacts.client_code,
        null as email,
        contacts.statut as reason
    from {{ ref('contact_log') }} as contacts
    inner join {{ ref('refusal_reasons') }} as reasons
        on contacts.statut = reasons.reason
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
        end as reason
    from {{ source('activation', 'suppressions') }} as suppressed
    left join {{ ref('clients') }} as clients
        on suppressed.client_code = clients.client_code
    where suppressed.lifted_at is null

),

refusals as (

    select * from optin_refusals
    union
    select * from erp_refusals
    union
    select * from suppressions

),

named as (

    select distinct
        refusals.client_code,
        refusals.email,
        -- A reason this project has never heard of is a refusal all the same.
        coalesce(reasons.not_contactable_reason, 'desinscrit') as not_contactable_reason
    from refusals
    left join {{ ref('refusal_reasons') }} as reasons
        on refusals.reason = reasons.reason

),

opt_outs as (

    select
        md5(jsonb_build_array(client_code, email, not_contactable_reason)::text)
            as opt_out_id,
        client_code,
        email,
        not_contactable_reason
    from named

)

select * from opt_outs
