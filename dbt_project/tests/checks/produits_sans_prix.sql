select produit_key
from {{ ref('produits') }}
where actif is not false and coalesce(prix_ttc, 0) <= 0
