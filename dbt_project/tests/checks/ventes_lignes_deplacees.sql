-- A correction of the customer or of the date of a line does not replace it: both are
-- part of what a line is, so the line as it was still counts. One number of line on one
-- document, or one wine on a document of one day, has one customer and one date.

{{ config(
    severity='warn',
    meta={
        'owner': 'vigneron',
        'libelle': 'Lignes de vente peut-être comptées deux fois : même document sous deux clients ou deux dates',
    },
) }}

select
    document_type,
    document_no,
    produit_key,
    order_detail_no,
    array_agg(distinct client_code) as client_codes,
    array_agg(distinct date_livraison) as dates_livraison,
    sum(mt_ht) as mt_ht
from {{ ref('ventes_lignes') }}
where is_purchase or is_return
group by
    document_type, document_no, produit_key, order_detail_no,
    case
        when order_detail_no is null then date_livraison
        else date_trunc('year', date_livraison)::date
    end
having count(*) > 1
