-- What each wine can be bought as: one price and one stock per format. A count that
-- does not say its format is of the wine's own: the first on sale, the bottle before
-- others.

{%- set carried = columns_of('int_produits__formats', except=[
    'stock_total', 'stock_reserve', 'is_in_latest_stock',
]) %}

with

formats as (

    select
        produits.*,
        articles.bouteilles,
        row_number() over (
            partition by produits.produit_key
            order by
                produits.is_in_latest_of_wine desc,
                produits.actif is not false desc,
                coalesce(articles.bouteilles, 1) = 1 desc,
                coalesce(articles.bouteilles, 1) asc,
                produits.format asc
        ) as place
    from {{ ref('int_produits__decided') }} as produits
    left join {{ ref('articles') }} as articles on produits.article = articles.article
    where produits.motif is null

),

int_produits__formats as (

    select
        formats.{{ carried | join(', formats.') }},
        counted.stock_total,
        counted.stock_reserve,
        coalesce(counted.is_in_latest_export, false) as is_in_latest_stock
    from formats
    left join lateral (
        select
            sum(stock.stock_total) as stock_total,
            sum(stock.stock_reserve) as stock_reserve,
            bool_or(stock.is_in_latest_export) as is_in_latest_export
        from {{ ref('int_stock__summed') }} as stock
        where
            stock.produit_key = formats.produit_key
            and coalesce(
                stock.format, case when formats.place = 1 then formats.format end
            ) = formats.format
    ) as counted on true

)

select * from int_produits__formats
