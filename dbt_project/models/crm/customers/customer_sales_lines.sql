-- The sales every figure of this schema is computed from: purchase and return lines,
-- booked on the person rather than on one of their codes, up to as_of_date.
-- A return lowers quantities and money whichever sign the ERP gave it.

with

ventes as (

    select * from {{ ref('ventes_lignes') }}
    where
        date_livraison <= {{ as_of_date() }}
        and (is_purchase or is_return)

),

codes as (

    select
        client_code,
        master_client_code
    from {{ ref('clients') }}

),

customer_sales_lines as (

    select
        coalesce(codes.master_client_code, ventes.client_code) as client_code,
        ventes.document_id,
        ventes.produit_key,
        ventes.date_livraison,
        case
            when ventes.is_return then -abs(ventes.qty_unit) else ventes.qty_unit
        end as qty_unit,
        case
            when ventes.is_return then -abs(ventes.mt_ht) else ventes.mt_ht
        end as mt_ht,
        case
            when ventes.is_return then -abs(ventes.mt_ttc) else ventes.mt_ttc
        end as mt_ttc,
        ventes.is_purchase,
        ventes.is_return,
        ventes._file_id,
        ventes._line_number
    from ventes
    left join codes on ventes.client_code = codes.client_code

)

select * from customer_sales_lines
