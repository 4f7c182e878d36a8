with

stock as (

    select
        produit_key,
        stock_total,
        stock_reserve,
        date_snapshot,
        is_in_latest_export,
        _file_id,
        _line_number

    from {{ ref('int_stock__decided') }}
    where motif is null

)

select * from stock
