-- Everything known of a person on one row: who, what they bought, what they received,
-- whether they may be written to and, if not, the first reason why not.

with

identity as (

    select * from {{ ref('customer_identity') }}

),

first_reasons as (

    select
        client_code,
        (array_agg(not_contactable_reason order by priority))[1]
            as not_contactable_reason,
        bool_or(not_contactable_reason in ('refus_optin', 'desinscrit', 'plainte'))
            as opt_out
    from {{ ref('customer_not_contactable') }}
    group by client_code

),

customer_360 as (

    select
        identity.client_code,
        identity.nb_codes,
        identity.nom,
        identity.prenom,
        identity.email,
        identity.telephone,
        identity.code_postal,
        identity.ville,
        identity.pays,
        coalesce(purchases.total_achats, 0) as total_achats,
        coalesce(purchases.nb_achats, 0) as nb_achats,
        purchases.premier_achat,
        purchases.dernier_achat,
        purchases.recency_days,
        coalesce(purchases.nb_achats, 0) as frequency_purchases,
        coalesce(purchases.total_achats, 0) as monetary_value,
        purchases.panier_moyen,
        purchases.rythme_jours,
        purchases.prochain_achat_prevu,
        families.famille_crm as famille_preference,
        contacts.dernier_contact,
        coalesce(contacts.nb_emails_sent, 0) as nb_emails_sent,
        coalesce(contacts.nb_bounces, 0) as nb_bounces,
        coalesce(reasons.opt_out, false) as opt_out,
        reasons.not_contactable_reason is null as is_contactable,
        reasons.not_contactable_reason,
        rfm.segment
    from identity
    left join {{ ref('customer_purchases') }} as purchases
        on identity.client_code = purchases.client_code
    left join {{ ref('customer_family_totals') }} as families
        on identity.client_code = families.client_code and families.position = 1
    left join {{ ref('customer_contact_totals') }} as contacts
        on identity.client_code = contacts.client_code
    left join first_reasons as reasons on identity.client_code = reasons.client_code
    left join {{ ref('rfm_scores') }} as rfm on identity.client_code = rfm.client_code

)

select * from customer_360
