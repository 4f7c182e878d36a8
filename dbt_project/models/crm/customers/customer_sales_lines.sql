-- The sales every figure of this schema is computed from: purchase and return lines,
-- booked on the person rather than on one of their codes, up to as_of_date. Carriage,
-- vouchers and glasses are money like the rest, but nobody's purchase: a wine is.
-- A return lowers quantities and money whichever sign the ERP gave it.

{{
  config(
    pre_hook=eager_parallelism(),
    indexes=[{'columns': ['client_code', 'produit_key']}, {'columns': ['produit_key']}],
  )
}}

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
        ventes.format,
        case
            when ventes.is_return then -abs(ventes.qty_line) else ventes.qty_line
        end as qty_line,
        case
            when ventes.is_return then -abs(ventes.qty_unit) else ventes.qty_unit
        end as qty_unit,
        case
            when ventes.is_return then -abs(ventes.mt_ht) else ventes.mt_ht
        end as mt_ht,
        case
            when ventes.is_return then -abs(ventes.mt_ttc) else ventes.mt_ttc
        end as mt_ttc,
        coalesce(kinds.is_wine, true) as is_wine,
        ventes.is_purchase and coalesce(kinds.is_wine, true) as is_purchase,
        ventes.is_return,
        ventes._file_id,
        ventes._line_number
    from ventes
    left join codes on ventes.client_code = codes.client_code
    left join {{ ref('produits_kinds') }} as kinds
        on ventes.produit_key = kinds.produit_key

)

select * from customer_sales_lines
