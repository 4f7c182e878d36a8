-- The wines of each letter, with their reason in French and the figures it was made of.
-- Every sentence states a fact of the row; nothing praises (French law on alcohol).

{{ config(post_hook="{{ keep_views() }}") }}

with

facts as (

    select * from {{ ref('letter_reasons') }}

),

reasoned as (

    select
        *,
        case
            when kind = 'commande' then {{ reason_of_order() }}
            when kind = 'acheteurs' then {{ reason_of_buyers() }}
            when kind = 'avec' then {{ reason_of_pair() }}
            when kind = 'famille' then {{ reason_of_family() }}
            when kind = 'ventes' then {{ reason_of_sales() }}
            when kind = 'fiche' then {{ reason_of_card() }}
        end as reason,
        jsonb_strip_nulls(jsonb_build_object(
            'kind', kind,
            'commande_le', case when kind = 'commande' then dernier_achat end,
            'unites', case
                when kind = 'commande' then unites
                when kind = 'famille' then unites_famille
            end,
            'bouteilles', case when kind = 'ventes' then bouteilles_vendues end,
            'produit_achete', case when kind = 'commande' then produit_achete end,
            'avec', case when kind in ('acheteurs', 'avec') then pair_key end,
            'acheteurs_des_deux', case when kind = 'acheteurs' then nb_clients end,
            'acheteurs', case when kind = 'acheteurs' then nb_acheteurs end,
            'commandes_communes', case when kind = 'avec' then nb_documents end,
            'place', case when kind = 'ventes' then place_famille end,
            'cepage', case when kind = 'fiche' then cepage end,
            'millesime', case
                when kind = 'commande' then millesime_achete
                when kind in ('acheteurs', 'avec') then millesime_choisi
            end
        )) as reason_facts
    from facts

),

recommendation_items as (

    select
        md5(concat_ws('|', client_code, scenario, {{ as_of_date() }}))::uuid as reco_id,
        client_code,
        scenario,
        rank,
        produit_key,
        score,
        reason,
        reason_facts,
        {{ as_of_date() }} as as_of_date,
        produit_label,
        famille_crm,
        millesime,
        format,
        prix_ttc,
        designation,
        unite
    from reasoned

)

select * from recommendation_items
