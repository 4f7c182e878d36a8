{{ config(
    severity='warn',
    meta={
        'owner': 'vigneron',
        'libelle': 'Vins au catalogue sans prix (aucune lettre ne les propose)',
    },
) }}

select produit_key
from {{ ref('produits') }}
where actif is not false and round(coalesce(prix_ttc, 0), 2) <= 0
