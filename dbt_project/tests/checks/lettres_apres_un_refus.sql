{{ config(
    severity='error',
    meta={
        'owner': 'vigneron',
        'libelle': 'Lettres parties après le refus de la personne',
    },
) }}

select
    send_id,
    accepted_at,
    reason,
    effective_at
from {{ ref('letters_after_opt_out') }}
