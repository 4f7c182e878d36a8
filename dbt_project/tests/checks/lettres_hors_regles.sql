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
        {{ cuvee_key('items.produit_key') }} as cuvee_key,
        customers.email,
        customers.is_contactable,
        customers.dernier_contact,
        customers.recency_days,
        customers.total_achats,
        customers.nb_achats
    from {{ ref('recommendation_items') }} as items
    left join {{ ref('customer_360') }} as customers
        on items.client_code = customers.client_code

),

bought as (

    select
        items.client_code,
        items.produit_key,
        max(sales.date_livraison) as dernier_achat
    from items
    inner join {{ ref('customer_sales_lines') }} as sales
        on
            items.client_code = sales.client_code
            and items.cuvee_key = {{ cuvee_key('sales.produit_key') }}
            and sales.is_purchase
    group by items.client_code, items.produit_key

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
                when produits.actif is false or produits.prix_ttc > 0 is not true
                    then 'pas_en_vente'
            end
        ], null)) as rule
    from items
    left join bought
        on
            items.client_code = bought.client_code
            and items.produit_key = bought.produit_key
    left join {{ ref('produits') }} as produits
        on items.produit_key = produits.produit_key

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
    left join {{ ref('stock') }} as stock on items.produit_key = stock.produit_key
    group by items.produit_key, stock.stock_total, stock.stock_reserve
    having
        count(*) * {{ var('letter_bottles') }}
        > coalesce(stock.stock_total - coalesce(stock.stock_reserve, 0), 0)

)

select * from broken
union all
select * from addresses
union all
select * from vintages
union all
select * from shared
