{{ config(
    severity='warn',
    meta={
        'owner': 'vigneron',
        'libelle': 'Lignes de vente dont le TTC ne correspond à aucun taux de TVA',
    },
) }}

select
    _file_id,
    _line_number,
    document_id,
    mt_ht,
    mt_ttc
from {{ ref('ventes_lignes') }}
where {{ has_odd_vat() }}
