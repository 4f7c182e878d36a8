{{ config(
    severity='warn',
    meta={
        'owner': 'vigneron',
        'libelle': 'Ventes datées après le jour du calcul (elles ne comptent pas encore)',
    },
) }}

select
    _file_id,
    _line_number,
    document_id,
    date_livraison
from {{ ref('ventes_lignes') }}
where date_livraison > {{ as_of_date() }} and (is_purchase or is_return)
