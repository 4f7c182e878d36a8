-- The letters as they would leave: what the template is filled with, and nothing else.

with

recommendation_items as (

    select
        *,
        {{ wine_name('produit_label', 'format') }} as wine_name,
        produit_label ~ ('\m' || millesime || '\M') as is_vintage_named

    from {{ ref('recommendation_items') }}

),

customer_360 as (

    select
        client_code,
        email,
        dernier_achat,
        is_contactable,
        {{ letter_text('prenom') }} as prenom,
        {{ letter_text('nom') }} as nom

    from {{ ref('customer_360') }}

),

wines as (

    select
        reco_id,
        client_code,
        scenario,
        as_of_date,
        jsonb_agg(
            jsonb_build_object(
                'nom', {{ letter_text('wine_name') }},
                'millesime', case
                    when is_vintage_named is false then millesime::text else ''
                end,
                'prix', {{ euros('prix_ttc') }},
                'unite', coalesce(unite, ''),
                'designation', designation,
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
                'famille', famille_crm,
                'prix_ttc', prix_ttc
            )
            order by rank
        ) as items

    from recommendation_items
    group by reco_id, client_code, scenario, as_of_date

),

greeted as (

    select
        client_code,
        email,
        dernier_achat,
        {{ greeting('prenom', 'nom') }} as salutation

    from customer_360
    where is_contactable

),

filled as (

    select
        wines.reco_id,
        wines.client_code,
        greeted.email,
        wines.scenario,
        wines.as_of_date,
        wines.items,
        jsonb_build_object(
            'salutation', greeted.salutation,
            'dernier_achat', {{ month_in_french('greeted.dernier_achat') }},
            'produits', wines.produits
        ) as params

    from wines
    inner join greeted on wines.client_code = greeted.client_code

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
