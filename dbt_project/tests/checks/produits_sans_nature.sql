-- Sold within a year, or in the newest catalogue.

{{ config(
    severity='warn',
    meta={
        'owner': 'vigneron',
        'libelle': 'Produits à la nature incertaine : rien ne dit s’ils sont des vins (traités comme tels), ou un mot les écarte alors que le catalogue leur donne un cépage ou un millésime (voir la table product_kinds)',
        'remede': "Complétez la table product_kinds, puis relancez `make weekly`.",
    },
) }}

with

current_products as (

    select produit_key from {{ ref('produits') }}
    where is_in_latest_export
    union
    select produit_key from {{ ref('customer_sales_lines') }}
    where is_purchase and date_livraison > {{ as_of_date() }} - 365

)

select
    kinds.produit_key,
    kinds.kind
from {{ ref('produits_kinds') }} as kinds
inner join current_products on kinds.produit_key = current_products.produit_key
left join {{ ref('produits') }} as produits on kinds.produit_key = produits.produit_key
where
    kinds.kind is null
    or (
        not kinds.is_wine and num_nonnulls(produits.cepage, produits.millesime) > 0
    )
