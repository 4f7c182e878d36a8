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
    set_aside._file_id,
    set_aside._line_number,
    kept._line_number as kept_line_number,
    set_aside.document_id,
    set_aside.produit_key,
    set_aside.order_detail_no,
    kept.produit_key as kept_produit_key,
    set_aside.motif,
    set_aside.qty_line,
    set_aside.mt_ht,
    kept.qty_line as kept_qty_line,
    kept.mt_ht as kept_mt_ht
from {{ ref('int_ventes_lignes__doubted') }} as doubted
inner join {{ ref('int_ventes_lignes__decided') }} as set_aside
    on
        doubted._file_id = set_aside._file_id
        and doubted._line_number = set_aside._line_number
inner join {{ ref('int_ventes_lignes__decided') }} as kept
    on
        set_aside.document_no = kept.document_no
        and set_aside.document_type = kept.document_type
        and set_aside.ligne_id = kept.ligne_id
        and set_aside._file_id = kept._file_id
        and kept.motif is null
where doubted.doubt = 'confondue'
