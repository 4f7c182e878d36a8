-- Every rule of the letters, read again from the entities: a letter that breaks
-- one is shown with the rule it breaks.

{{ config(
    severity='error',
    meta={
        'owner': 'analyste',
        'libelle': 'Lettres qui enfreignent une de leurs règles',
    },
) }}

with

items as (

    select
        items.*,
        wines.cuvee_key,
        customers.email,
        customers.is_contactable,
        customers.dernier_contact,
        customers.recency_days,
        customers.total_achats,
        customers.nb_achats
    from {{ ref('recommendation_items') }} as items
    left join {{ ref('letter_catalogue') }} as wines
        on items.produit_key = wines.produit_key
    left join {{ ref('customer_360') }} as customers
        on items.client_code = customers.client_code

),

bought as (

    select
        items.client_code,
        items.produit_key,
        max(sales.date_livraison) as dernier_achat
    from items
    inner join {{ ref('letter_catalogue') }} as vintages
        on items.cuvee_key = vintages.cuvee_key
    inner join {{ ref('customer_sales_lines') }} as sales
        on
            items.client_code = sales.client_code
            and vintages.produit_key = sales.produit_key
            and sales.is_purchase
    group by items.client_code, items.produit_key

),

on_their_way as (

    select distinct
        items.client_code,
        items.produit_key
    from items
    inner join {{ ref('letter_catalogue') }} as vintages
        on items.cuvee_key = vintages.cuvee_key
    inner join {{ ref('customer_open_orders') }} as orders
        on
            items.client_code = orders.client_code
            and vintages.produit_key = orders.produit_key

),

broken as (

    select
        items.client_code,
        items.produit_key,
        unnest(array_remove(array[
            case when items.is_contactable is not true then 'non_contactable' end,
            case
                when
                    {{ as_of_date() }} - items.dernier_contact
                    < {{ var('contact_days') }}
                    then 'contact_recent'
            end,
            case
                when
                    {{ as_of_date() }} - bought.dernier_achat < {{ var('bought_days') }}
                    then 'achat_recent'
            end,
            case
                when items.scenario = 'REBUY' and bought.dernier_achat is null
                    then 'jamais_achete'
            end,
            case
                when
                    items.scenario in ('CROSS_SELL', 'UPSELL', 'NURTURE')
                    and bought.dernier_achat is not null
                    then 'deja_achete'
            end,
            case
                when items.scenario = 'NURTURE' and items.nb_achats <> 1
                    then 'pas_un_seul_achat'
            end,
            case
                when
                    items.scenario = 'WINBACK'
                    and (
                        items.recency_days <= {{ var('winback_days') }}
                        or items.total_achats < {{ var('winback_min_spent') }}
                    )
                    then 'pas_silencieux'
            end,
            case
                when
                    formats.actif is false
                    or round(formats.prix_ttc, 2) > 0 is not true
                    then 'pas_en_vente'
            end,
            case when kinds.is_wine is not true then 'pas_un_vin' end,
            case when on_their_way.client_code is not null then 'en_commande' end
        ], null)) as rule
    from items
    left join bought
        on
            items.client_code = bought.client_code
            and items.produit_key = bought.produit_key
    left join {{ ref('produits_formats') }} as formats
        on
            items.produit_key = formats.produit_key
            and items.format = formats.format
    left join {{ ref('produits_kinds') }} as kinds
        on items.produit_key = kinds.produit_key
    left join on_their_way
        on
            items.client_code = on_their_way.client_code
            and items.produit_key = on_their_way.produit_key

),

addresses as (

    select
        min(client_code) as client_code,
        null as produit_key,
        'meme_adresse' as rule
    from items
    group by email
    having count(distinct client_code) > 1

),

vintages as (

    select
        client_code,
        min(produit_key) as produit_key,
        'millesimes' as rule
    from items
    group by client_code, cuvee_key
    having count(*) > {{ var('vintages_per_wine') }}

),

shared as (

    select
        null as client_code,
        items.produit_key,
        'stock' as rule
    from items
    left join {{ ref('produits_formats') }} as formats
        on
            items.produit_key = formats.produit_key
            and items.format = formats.format
    group by items.produit_key, formats.stock_total, formats.stock_reserve
    having
        count(*) * {{ var('letter_bottles') }}
        > coalesce(formats.stock_total - coalesce(formats.stock_reserve, 0), 0)

)

select * from broken
union all
select * from addresses
union all
select * from vintages
union all
select * from shared
