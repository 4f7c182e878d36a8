-- Without a line number the customer is part of what a line is: a correction of the
-- customer does not replace it, so the line as it was still counts. One wine on one
-- document of one day has one customer.

{{ config(
    severity='warn',
    meta={
        'owner': 'vigneron',
        'libelle': 'Lignes de vente peut-être comptées deux fois : même document sous deux clients',
    },
) }}

select
    document_id,
    produit_key,
    array_agg(distinct client_code) as client_codes,
    sum(mt_ht) as mt_ht
from {{ ref('ventes_lignes') }}
where (is_purchase or is_return) and order_detail_no is null
group by document_id, produit_key
having count(*) > 1
