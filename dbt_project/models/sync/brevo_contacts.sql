-- Exactly the attributes Brevo keeps of a person: few, typed, none of them history.

with

customer_360 as (

    select * from {{ ref('customer_360') }}

),

letters as (

    select distinct
        client_code,
        scenario,
        as_of_date

    from {{ ref('recommendation_items') }}

),

attributes as (

    select
        customer_360.client_code,
        customer_360.email,
        jsonb_build_object(
            'PRENOM', {{ plain_text('customer_360.prenom') }},
            'NOM', {{ plain_text('customer_360.nom') }},
            'SEGMENT', customer_360.segment,
            'DERNIER_ACHAT', customer_360.dernier_achat,
            'NB_COMMANDES', customer_360.nb_achats,
            'PANIER_MOYEN', customer_360.panier_moyen,
            'GAMME_PREF', {{ plain_text('customer_360.famille_preference') }},
            'RECO_TYPE', letters.scenario,
            'RECO_LE', letters.as_of_date
        ) as attributes,
        -- Two persons at one address are one contact for Brevo.
        row_number() over (
            partition by customer_360.email
            order by
                letters.scenario is null asc,
                customer_360.dernier_achat desc nulls last,
                customer_360.client_code asc
        ) as place

    from customer_360
    left join letters
        on customer_360.client_code = letters.client_code
    where customer_360.is_contactable

),

brevo_contacts as (

    select
        client_code,
        email,
        attributes,
        encode(
            sha256(convert_to(concat_ws('|', email, attributes::text), 'UTF8')),
            'hex'
        ) as fingerprint

    from attributes
    where place = 1

)

select * from brevo_contacts
