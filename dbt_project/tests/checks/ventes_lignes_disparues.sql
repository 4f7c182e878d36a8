-- A later export of the same document no longer shows the line: deleted in the ERP, or
-- cut off by the export. It still counts, unless the var `exports_show_whole_documents`
-- says otherwise.

{{ config(
    severity='warn',
    meta={
        'owner': 'vigneron',
        'libelle': 'Lignes de vente encore comptées qu’un export plus récent du même document ne montre plus',
    },
) }}

select
    _file_id,
    _line_number,
    client_code,
    document_id,
    order_detail_no,
    produit_key,
    qty_line,
    mt_ht
from {{ ref('int_ventes_lignes__decided') }}
where is_dropped_later
