-- Two lines of one file that nothing tells apart: no line number, or the same. Only the
-- last is counted, so an order that names a wine twice loses what the others say.

{{ config(
    severity='warn',
    meta={
        'owner': 'vigneron',
        'libelle': 'Lignes de vente écartées : un même export répète le vin du document sans numéro de ligne pour les distinguer',
    },
) }}

select
    rejected._file_id,
    rejected._line_number,
    kept._line_number as kept_line_number,
    rejected.document_id,
    rejected.produit_key,
    rejected.order_detail_no,
    rejected.motif,
    rejected.qty_line,
    rejected.mt_ht,
    kept.qty_line as kept_qty_line,
    kept.mt_ht as kept_mt_ht
from {{ ref('ventes_lignes_rejetees') }} as rejected
inner join {{ ref('ventes_lignes') }} as kept
    on
        rejected.client_code = kept.client_code
        and rejected.document_id = kept.document_id
        and rejected.produit_key = kept.produit_key
        and rejected._file_id = kept._file_id
        and rejected.order_detail_no is not distinct from kept.order_detail_no
where rejected.motif in ('doublon', 'remplacee')
