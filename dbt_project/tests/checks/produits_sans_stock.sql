{{ config(
    severity='warn',
    meta={
        'owner': 'vigneron',
        'libelle': 'Vins au catalogue sans stock connu (aucune lettre ne les propose)',
    },
) }}

select produits.produit_key
from {{ ref('produits') }} as produits
left join {{ ref('stock') }} as stock on produits.produit_key = stock.produit_key
where produits.actif is not false and stock.stock_total is null
