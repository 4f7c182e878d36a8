-- Whether the letters of the day are those the house would write: no wine in too many,
-- several families in each, a step up that is one, and none just after an order. One
-- row.

with

items as (

    select
        items.client_code,
        items.scenario,
        wines.cuvee_key,
        wines.famille_crm,
        wines.prix_bouteille,
        coalesce(wines.famille_lettre, wines.cuvee_key) as family
    from {{ ref('recommendation_items') }} as items
    inner join {{ ref('letter_catalogue') }} as wines
        on items.produit_key = wines.produit_key

),

wines as (

    select count(distinct client_code) as nb_letters
    from items
    group by cuvee_key

),

letters as (

    select
        client_code,
        count(distinct family) as nb_families
    from items
    group by client_code

),

dearest as (

    select
        known.client_code,
        known.famille_crm,
        max(wines.prix_bouteille) as prix_bouteille
    from {{ ref('letter_known_wines') }} as known
    inner join {{ ref('letter_catalogue') }} as wines
        on known.produit_key = wines.produit_key
    group by known.client_code, known.famille_crm

),

steps as (

    select 100 * (items.prix_bouteille / nullif(dearest.prix_bouteille, 0) - 1) as step
    from items
    inner join dearest
        on
            items.client_code = dearest.client_code
            and items.famille_crm = dearest.famille_crm
    where items.scenario = 'UPSELL'

),

soon as (

    select count(*) as nb_letters
    from letters
    inner join {{ ref('letter_last_orders') }} as orders
        on letters.client_code = orders.client_code
    where
        {{ as_of_date() }} - orders.derniere_commande
        < {{ var('quiet_after_order_days') }}

),

advice_letter_sense as (

    select
        (select count(*) from letters) as nb_letters,
        (select max(wines.nb_letters) from wines) as top_wine_letters,
        (select avg(letters.nb_families) from letters) as mean_families,
        (select min(steps.step) from steps) as smallest_step,
        soon.nb_letters as nb_soon
    from soon

)

select * from advice_letter_sense
