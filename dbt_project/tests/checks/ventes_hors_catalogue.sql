{{ config(
    severity='warn',
    meta={
        'owner': 'vigneron',
        'libelle': 'Vins vendus depuis un an et absents du catalogue',
    },
) }}

select
    sales.produit_key,
    count(*) as lignes,
    max(sales.date_livraison) as derniere_vente
from {{ ref('customer_sales_lines') }} as sales
left join {{ ref('produits') }} as produits on sales.produit_key = produits.produit_key
where
    produits.produit_key is null
    and sales.is_purchase
    and sales.date_livraison > {{ as_of_date() }} - 365
group by sales.produit_key
