-- What each person who may get a letter bought of each wine, all vintages together, and
-- the last order of it: what reasons are made of. Wines taken back in full stay, with
-- nothing kept, for they are neither a taste nor news.

with

bought as (

    select
        achats.client_code,
        achats.produit_key,
        achats.date_livraison,
        bool_or(achats.is_purchase) as is_purchase,
        coalesce(sum(achats.qty_unit) filter (where achats.is_purchase), 0)
            as bouteilles,
        sum(achats.qty_unit) as bouteilles_gardees
    from {{ ref('achats') }} as achats
    inner join {{ ref('letter_persons') }} as persons
        on achats.client_code = persons.client_code and persons.rule is null
    group by achats.client_code, achats.produit_key, achats.date_livraison

),

days as (

    select
        bought.*,
        wines.cuvee_key,
        wines.millesime,
        wines.famille_crm,
        wines.tier_rank
    from bought
    inner join {{ ref('letter_wines') }} as wines
        on bought.produit_key = wines.produit_key

),

totals as (

    select
        client_code,
        cuvee_key,
        count(distinct date_livraison) filter (where is_purchase) as nb_commandes,
        min(date_livraison) filter (where is_purchase) as premier_achat,
        sum(bouteilles_gardees) as bouteilles_gardees
    from days
    group by client_code, cuvee_key

),

last_orders as (

    select distinct on (client_code, cuvee_key)
        client_code,
        cuvee_key,
        produit_key,
        millesime,
        famille_crm,
        tier_rank,
        date_livraison as dernier_achat,
        bouteilles
    from days
    where is_purchase
    order by
        client_code asc, cuvee_key asc, date_livraison desc, bouteilles desc,
        produit_key asc

),

letter_tastes as (

    select
        last_orders.client_code,
        last_orders.cuvee_key,
        last_orders.produit_key,
        last_orders.millesime,
        last_orders.famille_crm,
        last_orders.tier_rank,
        last_orders.dernier_achat,
        last_orders.bouteilles,
        totals.premier_achat,
        totals.nb_commandes,
        totals.bouteilles_gardees
    from last_orders
    inner join totals
        on
            last_orders.client_code = totals.client_code
            and last_orders.cuvee_key = totals.cuvee_key

)

select * from letter_tastes
