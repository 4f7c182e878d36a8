{{ config(
    severity='warn',
    meta={
        'owner': 'vigneron',
        'libelle': 'Ventes datées après le jour du calcul (elles ne comptent pas encore)',
        'remede': "Vérifiez la date de ces documents dans iSaVigne ; une livraison à venir est normale.",
    },
) }}

select
    _file_id,
    _line_number,
    document_id,
    date_livraison
from {{ ref('ventes_lignes') }}
where date_livraison > {{ as_of_date() }} and (is_purchase or is_return)
