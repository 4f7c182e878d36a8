-- Two lines of one file that nothing tells apart: no line number, or the same. Only the
-- last is counted, so an order that names a wine twice loses what the others say.

{{ config(
    severity='warn',
    meta={
        'owner': 'vigneron',
        'libelle': 'Lignes de vente écartées : un même export répète le numéro de ligne, ou le vin sans numéro pour les distinguer',
    },
) }}

select
    rejected._file_id,
    rejected._line_number,
    kept._line_number as kept_line_number,
    rejected.document_id,
    rejected.produit_key,
    rejected.order_detail_no,
    kept.produit_key as kept_produit_key,
    rejected.motif,
    rejected.qty_line,
    rejected.mt_ht,
    kept.qty_line as kept_qty_line,
    kept.mt_ht as kept_mt_ht
from {{ ref('int_ventes_lignes__decided') }} as rejected
inner join {{ ref('int_ventes_lignes__decided') }} as kept
    on
        rejected.ligne_id = kept.ligne_id
        and rejected._file_id = kept._file_id
        and kept.motif is null
where rejected.motif in ('doublon', 'remplacee')
