-- Wines bought by the same persons, over their whole histories: how many did, and with
-- what weight (in millionths, exact in any order). Each pair once. The two cutoffs are
-- counted apart: half the memory each, and both at once.

{{ config(pre_hook=eager_parallelism()) }}

with

advice_pairs as (

    {%- for is_backtest in ['false', 'true'] %}
    select
        {{ is_backtest }} as is_backtest,
        a.product_id as product_id_a,
        b.product_id as product_id_b,
        count(*)::integer as nb_persons,
        -- Bounded by the type: a counter's account may have thousands of orders.
        sum(
            least(a.weight * b.weight / baskets.spread * 1000000, 2147483647)::integer
        ) as weight
    from {{ ref('advice_baskets') }} as baskets
    cross join unnest(baskets.product_ids, baskets.weights) as a (product_id, weight)
    cross join unnest(baskets.product_ids, baskets.weights) as b (product_id, weight)
    where
        a.product_id < b.product_id
        and baskets.is_backtest = {{ is_backtest }}
    group by a.product_id, b.product_id
    having count(*) >= {{ var('advice_min_co_buyers') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select * from advice_pairs
