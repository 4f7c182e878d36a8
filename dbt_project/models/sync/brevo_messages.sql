-- The letters as they would leave: what the template is filled with, and nothing else.

with

recommendation_items as (

    select * from {{ ref('recommendation_items') }}

),

customer_360 as (

    select * from {{ ref('customer_360') }}

),

wines as (

    select
        reco_id,
        client_code,
        scenario,
        as_of_date,
        jsonb_agg(
            jsonb_build_object(
                'nom', {{ letter_text(wine_name('produit_label', 'format')) }},
                'millesime', coalesce(millesime::text, ''),
                'prix', {{ euros('prix_ttc') }},
                'raison', {{ letter_text('reason') }},
                'chemin', replace(lower(produit_key), ' ', '-')
            )
            order by rank
        ) as produits,
        jsonb_agg(
            jsonb_build_object(
                'produit_key', produit_key,
                'rank', rank,
                'score', score,
                'format', format,
                'prix_ttc', prix_ttc
            )
            order by rank
        ) as items

    from recommendation_items
    group by reco_id, client_code, scenario, as_of_date

),

filled as (

    select
        wines.reco_id,
        wines.client_code,
        customer_360.email,
        wines.scenario,
        wines.as_of_date,
        wines.items,
        jsonb_build_object(
            'salutation', {{ letter_text(
                greeting('customer_360.prenom', 'customer_360.nom')
            ) }},
            'dernier_achat', {{ month_in_french('customer_360.dernier_achat') }},
            'produits', wines.produits
        ) as params

    from wines
    inner join customer_360
        on wines.client_code = customer_360.client_code
    where customer_360.is_contactable

),

brevo_messages as (

    select
        reco_id,
        client_code,
        email,
        scenario,
        as_of_date,
        items,
        params,
        encode(
            sha256(convert_to(concat_ws('|', email, scenario, params::text), 'UTF8')),
            'hex'
        ) as content_hash

    from filled

)

select * from brevo_messages
