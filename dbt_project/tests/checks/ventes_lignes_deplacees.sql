-- Without a line number the customer is part of what a line is: a correction of the
-- customer does not replace it, so the line as it was still counts. One wine on one
-- document of one day has one customer. The day is part of it too (of a numbered line,
-- the year), and so is the type: the same line of another export at most a month away,
-- or under another type of sale, is that line moved.

{{ config(
    severity='warn',
    meta={
        'owner': 'vigneron',
        'libelle': 'Lignes de vente peut-être comptées deux fois : même document sous deux clients, à deux dates ou de deux types',
    },
) }}

with

lines as (

    select
        *,
        lag(date_livraison) over same_line as earlier_date,
        lag(_file_id) over same_line as earlier_file_id
    from {{ ref('ventes_lignes') }}
    where is_purchase or is_return
    window same_line as (
        partition by
            is_return, document_no, order_detail_no, client_code, produit_key, qty_line,
            mt_ht
        order by date_livraison
    )

)

select
    document_id,
    produit_key,
    array_agg(distinct client_code) as client_codes,
    sum(mt_ht) as mt_ht
from lines
where order_detail_no is null
group by document_id, produit_key
having count(*) > 1

union all

select
    document_id,
    produit_key,
    array[client_code] as client_codes,
    mt_ht
from lines
where date_livraison - earlier_date <= 31 and _file_id <> earlier_file_id
