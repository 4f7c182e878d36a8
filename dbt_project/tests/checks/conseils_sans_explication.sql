-- Of a person who gets a letter, every candidate is in it or left out for a reason.

{{ config(
    severity='warn',
    meta={
        'owner': 'analyste',
        'libelle': 'Vins conseillés ni dans la lettre ni écartés pour une raison',
    },
) }}

select
    candidates.client_code,
    candidates.produit_key
from {{ ref('recommendation_candidates') }} as candidates
inner join {{ ref('recommendations') }} as letters
    on candidates.client_code = letters.client_code
left join {{ ref('recommendation_items') }} as items
    on
        candidates.client_code = items.client_code
        and candidates.produit_key = items.produit_key
left join {{ ref('recommendation_exclusions') }} as exclusions
    on
        candidates.client_code = exclusions.client_code
        and candidates.produit_key = exclusions.produit_key
where
    (items.client_code is null) = (exclusions.client_code is null)
    and least(candidates.rank_any, candidates.rank_new) <= {{ var('letter_depth') }}
