-- Whoever reads the companions of a wine finds each pair from either side.

{{ config(
    severity='error',
    meta={
        'owner': 'analyste',
        'libelle': 'Paires de vins gardées dans un seul sens',
    },
) }}

select
    pairs.produit_key_a,
    pairs.produit_key_b
from {{ ref('co_purchases') }} as pairs
left join {{ ref('co_purchases') }} as backs
    on
        pairs.produit_key_a = backs.produit_key_b
        and pairs.produit_key_b = backs.produit_key_a
where backs.produit_key_a is null
