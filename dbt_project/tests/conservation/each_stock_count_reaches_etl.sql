-- What the newest counts say, depots and formats added up, is what the cellar holds.

{{ config(
    severity='error',
    meta={
        'owner': 'analyste',
        'libelle': 'Le stock d’un vin n’est pas la somme de ses lignes',
    },
) }}

with

counted as (

    select
        produit_key,
        sum(stock_total) as stock_total,
        sum(stock_reserve) as stock_reserve
    from {{ ref('int_stock__decided') }}
    where motif is null
    group by produit_key

)

select
    coalesce(counted.produit_key, stock.produit_key) as produit_key,
    counted.stock_total as stock_total_compte,
    stock.stock_total
from counted
full outer join {{ ref('stock') }} as stock
    on counted.produit_key = stock.produit_key
where
    counted.stock_total is distinct from stock.stock_total
    or counted.stock_reserve is distinct from stock.stock_reserve
