select produits.produit_key
from {{ ref('produits') }} as produits
left join {{ ref('stock') }} as stock on produits.produit_key = stock.produit_key
where produits.actif is not false and stock.stock_total is null
