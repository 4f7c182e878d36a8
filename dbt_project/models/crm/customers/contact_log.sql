-- Every occasion on which the house wrote or spoke to a person: those the ERP knows,
-- and our letters. A letter counts once, from the day Brevo accepted it; what came back
-- of it is its statut. The ERP's occasions stop at as_of_date; our own letters never
-- do: whatever day a plan is computed for, somebody written to yesterday must not be
-- written to again.

with

codes as (

    select
        client_code,
        master_client_code
    from {{ ref('clients') }}

),

statuts as (

    select * from {{ ref('contact_statuts') }}

),

erp_occasions as (

    select distinct
        coalesce(codes.master_client_code, contacts.client_code) as client_code,
        contacts.date_contact,
        contacts.canal,
        coalesce(statuts.statut, contacts.statut) as statut
    from {{ ref('contacts') }} as contacts
    left join codes on contacts.client_code = codes.client_code
    left join statuts on lower(contacts.statut) = statuts.statut_erp
    where contacts.date_contact <= {{ as_of_date() }}

),

-- An answer outranks a delivery, an opt-out outranks an answer. Opens are not read at
-- all: their pixel needs a consent, and no rule may rest on them.
answers as (

    select
        send_id,
        (
            array_agg(type order by array_position({{ event_ranking() }}, type))
        )[1] as statut,
        max(occurred_at) filter (where type = 'click') as clicked_at
    from {{ source('activation', 'events') }}
    where type = any({{ event_ranking() }})
    group by send_id

),

letters as (

    select
        coalesce(codes.master_client_code, outbox.client_code) as client_code,
        {{ paris_date('coalesce(outbox.accepted_at, outbox.first_attempt_at)') }}
            as date_contact,
        'email' as canal,
        coalesce(answers.statut, outbox.state) as statut,
        outbox.email_norm as email,
        outbox.send_id,
        {{ paris_date('answers.clicked_at') }} as dernier_clic
    from {{ source('activation', 'outbox') }} as outbox
    left join codes on outbox.client_code = codes.client_code
    left join answers on outbox.send_id = answers.send_id
    -- A letter nobody can tell has left counts as one that has. An erased person's
    -- letters keep no client code: they are nobody's occasions any more.
    where
        outbox.state in ('accepted', 'unknown', 'sending', 'abandoned')
        and outbox.client_code is not null

),

-- Whoever else is written to at the same address has had the letter too: a second one
-- must not reach it under another name. A click stays with the person it was sent to.
written_to as (

    select
        send_id,
        client_code
    from letters
    union distinct
    select
        letters.send_id,
        persons.client_code
    from letters
    inner join {{ ref('customer_identity') }} as persons
        on letters.email = persons.email

),

contact_log as (

    select
        md5(concat_ws('|', client_code, date_contact, canal, statut)) as contact_id,
        client_code,
        date_contact,
        canal,
        coalesce(canal ~ 'mail|courriel', false) as is_email,
        statut,
        'erp' as source,
        null::uuid as send_id,
        case when statut = 'click' then date_contact end as dernier_clic
    from erp_occasions
    union all
    select
        concat_ws(
            '|', letters.send_id, nullif(written_to.client_code, letters.client_code)
        ) as contact_id,
        written_to.client_code,
        letters.date_contact,
        letters.canal,
        true as is_email,
        letters.statut,
        'brevo' as source,
        letters.send_id,
        case
            when written_to.client_code = letters.client_code then letters.dernier_clic
        end as dernier_clic
    from letters
    inner join written_to on letters.send_id = written_to.send_id

)

select * from contact_log
