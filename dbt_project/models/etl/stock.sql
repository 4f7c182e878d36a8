with

stock as (

    select
        produit_key,
        sum(stock_total) as stock_total,
        sum(stock_reserve) as stock_reserve,
        max(date_snapshot) as date_snapshot,
        bool_or(is_in_latest_export) as is_in_latest_export,
        _file_id,
        min(_line_number) as _line_number

    from {{ ref('int_stock__summed') }}
    group by produit_key, _file_id

)

select * from stock
