-- What each person received from the house, and the last click: one aggregate of
-- contact_log.

with

customer_contact_totals as (

    select
        client_code,
        max(date_contact) as dernier_contact,
        count(*) filter (
            where is_email and statut is distinct from 'held_out'
        ) as nb_emails_sent,
        count(*) filter (
            where is_email is distinct from false
            and statut in ('hard_bounce', 'soft_bounce', 'invalid')
        ) as nb_bounces,
        max(dernier_clic) as dernier_clic
    from {{ ref('contact_log') }}
    group by client_code

)

select * from customer_contact_totals
