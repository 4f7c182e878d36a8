-- Sold within a year, or in the newest catalogue.

{{ config(
    severity='warn',
    meta={
        'owner': 'vigneron',
        'libelle': 'Produits dont rien ne dit s’ils sont des vins (traités comme tels ; voir la table product_kinds)',
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

select kinds.produit_key
from {{ ref('produits_kinds') }} as kinds
inner join current_products on kinds.produit_key = current_products.produit_key
where kinds.kind is null
