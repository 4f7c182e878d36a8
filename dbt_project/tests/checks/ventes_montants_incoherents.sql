-- A cent per unit for rounded prices, and a rate for discounts on the whole line.

{{ config(
    severity='warn',
    meta={
        'owner': 'vigneron',
        'libelle': "Lignes de vente dont le montant HT n'est pas quantité × prix",
    },
) }}

select
    _file_id,
    _line_number,
    document_id,
    qty_line,
    pu_ht,
    mt_ht
from {{ ref('ventes_lignes') }}
where {{ has_odd_amount() }}
