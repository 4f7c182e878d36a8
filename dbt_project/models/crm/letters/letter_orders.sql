-- The last order of each wine of a letter that its person knows: what to remind them
-- of.

with

-- Two vintages of one wine in a letter speak of the same last order.
offered as (

    select distinct
        places.client_code,
        wines.cuvee_key
    from {{ ref('letter_places') }} as places
    inner join {{ ref('letter_wines') }} as wines
        on places.produit_key = wines.produit_key
    where places.rule is null

),

letter_orders as (

    select
        tastes.client_code,
        tastes.cuvee_key,
        tastes.produit_key,
        tastes.millesime,
        tastes.dernier_achat,
        sum(achats.qty_unit) as bouteilles
    from offered
    inner join {{ ref('letter_tastes') }} as tastes
        on
            offered.client_code = tastes.client_code
            and offered.cuvee_key = tastes.cuvee_key
    inner join {{ ref('achats') }} as achats
        on
            tastes.client_code = achats.client_code
            and tastes.produit_key = achats.produit_key
            and tastes.dernier_achat = achats.date_livraison
    where achats.is_purchase
    group by
        tastes.client_code,
        tastes.cuvee_key,
        tastes.produit_key,
        tastes.millesime,
        tastes.dernier_achat

)

select * from letter_orders
