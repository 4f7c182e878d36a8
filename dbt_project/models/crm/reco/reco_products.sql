-- A number per wine ever sold: pairs of numbers are counted several times faster than
-- pairs of names.

with

sold as (

    select distinct produit_key from {{ ref('achats') }}
    where is_purchase

),

reco_products as (

    select
        row_number() over (order by produit_key collate "C")::integer as product_id,
        produit_key
    from sold

)

select * from reco_products
