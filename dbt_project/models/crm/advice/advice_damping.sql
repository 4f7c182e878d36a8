-- Damping factor of a wine's votes: best sellers resemble everything, so their votes
-- count less.

with

sums as (

    select
        baskets.is_backtest,
        wine.product_id,
        sum((wine.weight * wine.weight / baskets.spread * 1000000)::bigint)::float8
        / 1000000 as weight
    from {{ ref('advice_baskets') }} as baskets
    cross join unnest(baskets.product_ids, baskets.weights) as wine (product_id, weight)
    group by baskets.is_backtest, wine.product_id

),

advice_damping as (

    select
        is_backtest,
        product_id,
        power(greatest(weight, 0.000001), -{{ var('advice_damping_power') }}) as damping
    from sums

)

select * from advice_damping
