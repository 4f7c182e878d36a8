-- The place of each wine among the sales of its family over a year, returns deducted: a
-- reason for wines that no pair speaks for.

with

letter_families as (

    select
        wines.produit_key,
        wines.famille_crm,
        sum(achats.qty_unit) as bouteilles,
        rank() over (
            partition by wines.famille_crm order by sum(achats.qty_unit) desc
        ) as place
    from {{ ref('achats') }} as achats
    inner join {{ ref('letter_wines') }} as wines
        on achats.produit_key = wines.produit_key
    where
        wines.famille_crm is not null
        and achats.date_livraison > {{ as_of_date() }} - {{ var('best_seller_days') }}
    group by wines.produit_key, wines.famille_crm
    having sum(achats.qty_unit) > 0

)

select * from letter_families
