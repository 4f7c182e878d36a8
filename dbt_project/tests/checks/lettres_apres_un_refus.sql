{{ config(
    severity='error',
    meta={
        'owner': 'vigneron',
        'libelle': 'Lettres parties après le refus de la personne',
        'remede': "Appelez la personne et excusez-vous ; l'analyste dira par où la lettre est passée.",
    },
) }}

select
    send_id,
    accepted_at,
    reason,
    effective_at
from {{ ref('letters_after_opt_out') }}
