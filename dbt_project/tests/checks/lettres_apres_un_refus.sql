{{ config(
    severity='error',
    meta={
        'owner': 'vigneron',
        'libelle': 'Lettres parties après le refus de la personne',
    },
) }}

select * from {{ ref('letters_after_opt_out') }}
