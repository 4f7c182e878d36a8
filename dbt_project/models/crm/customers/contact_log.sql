-- Every occasion on which the house wrote or spoke to a person: those the ERP knows,
-- those noted on the page, and our letters. A letter counts once, from the day Brevo
-- accepted it; what came back of it is its statut. The ERP's occasions stop at
-- as_of_date; our own letters and what was noted never do: whatever day a plan is
-- computed for, somebody written to yesterday must not be written to again.

with

codes as (

    select
        client_code,
        master_client_code,
        email
    from {{ ref('clients') }}

),

statuts as (

    select
        {{ word_text('statut_erp') }} as word,
        min(statut) as statut
    from {{ ref('contact_statuts') }}
    group by {{ word_text('statut_erp') }}

),

canaux as (

    select
        {{ word_text('canal_erp') }} as word,
        bool_or(is_email) as is_email
    from {{ ref('contact_canaux') }}
    group by {{ word_text('canal_erp') }}

),

erp_occasions as (

    select distinct
        coalesce(codes.master_client_code, contacts.client_code) as client_code,
        contacts.date_contact,
        contacts.canal,
        coalesce(
            canaux.is_email, case when contacts.canal ~ 'mail|courriel' then true end
        ) as is_email,
        coalesce(statuts.statut, contacts.statut) as statut,
        codes.email
    from {{ ref('contacts') }} as contacts
    left join codes on contacts.client_code = codes.client_code
    left join statuts on {{ word_text('contacts.statut') }} = statuts.word
    left join canaux on {{ word_text('contacts.canal') }} = canaux.word
    where contacts.date_contact <= {{ as_of_date() }}

),

-- What may have been written to an address counts for whoever else is written to there.
erp_shared as (

    select
        client_code,
        date_contact,
        canal,
        is_email,
        statut,
        true as is_own
    from erp_occasions
    union
    select
        persons.client_code,
        occasions.date_contact,
        occasions.canal,
        occasions.is_email,
        occasions.statut,
        false as is_own
    from erp_occasions as occasions
    inner join {{ ref('customer_identity') }} as persons
        on
            occasions.email = persons.email
            and occasions.client_code <> persons.client_code
    where occasions.is_email is distinct from false

),

erp as (

    select
        client_code,
        date_contact,
        canal,
        is_email,
        statut,
        bool_or(is_own) as is_own
    from erp_shared
    group by client_code, date_contact, canal, is_email, statut

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
        {{ paris_date(
            'coalesce(outbox.accepted_at, outbox.first_attempt_at, outbox.updated_at)'
        ) }} as date_contact,
        'email' as canal,
        coalesce(answers.statut, outbox.state) as statut,
        outbox.email_norm as email,
        outbox.send_id,
        {{ paris_date('answers.clicked_at') }} as dernier_clic
    from {{ source('activation', 'outbox') }} as outbox
    left join codes on outbox.client_code = codes.client_code
    left join answers on outbox.send_id = answers.send_id
    -- A letter nobody can tell has left counts as one that has, and so does one that
    -- chance kept back. An erased person's letters keep no client code: they are
    -- nobody's occasions any more.
    where
        outbox.state in ('accepted', 'unknown', 'sending', 'abandoned', 'held_out')
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

noted as (

    select
        coalesce(codes.master_client_code, occasions.client_code) as client_code,
        occasions.occasion_id,
        occasions.made_on,
        occasions.canal
    from {{ source('activation', 'occasions_counted') }} as occasions
    left join codes on occasions.client_code = codes.client_code

),

contact_log as (

    select
        md5(concat_ws('|', client_code, date_contact, canal, statut)) as contact_id,
        client_code,
        date_contact,
        canal,
        is_email,
        statut,
        'erp' as source,
        null::uuid as send_id,
        case when is_own and statut = 'click' then date_contact end as dernier_clic
    from erp
    union all
    select
        concat('page|', occasion_id) as contact_id,
        client_code,
        made_on as date_contact,
        canal,
        false as is_email,
        null as statut,
        'page' as source,
        null::uuid as send_id,
        null::date as dernier_clic
    from noted
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
