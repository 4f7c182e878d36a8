{{ config(
    severity='warn',
    meta={
        'owner': 'vigneron',
        'libelle': 'Vins vendus depuis un an et absents du catalogue',
    },
) }}

select
    achats.produit_key,
    count(*) as lignes,
    max(achats.date_livraison) as derniere_vente
from {{ ref('customer_sales_lines') }} as achats
left join {{ ref('produits') }} as produits on achats.produit_key = produits.produit_key
where
    produits.produit_key is null
    and achats.is_purchase
    and achats.date_livraison > {{ as_of_date() }} - 365
group by achats.produit_key
