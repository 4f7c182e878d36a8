-- Depots added up, each format in its own units.

with

lines as (

    select
        stock.*,
        coalesce(articles.singulier, stock.article) as format
    from {{ ref('int_stock__decided') }} as stock
    left join {{ ref('articles') }} as articles on stock.article = articles.article
    where stock.motif is null

),

int_stock__summed as (

    select
        produit_key,
        format,
        sum(stock_total) as stock_total,
        sum(stock_reserve) as stock_reserve,
        max(date_snapshot) as date_snapshot,
        bool_or(is_in_latest_export) as is_in_latest_export,
        _file_id,
        min(_line_number) as _line_number
    from lines
    group by produit_key, format, _file_id

)

select * from int_stock__summed
