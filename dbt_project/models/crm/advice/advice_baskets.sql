-- Each person's wines, with the weight they give to pairs. Only the `advice_basket_cap`
-- heaviest, so that one buyer with an immense history cannot blow up the pairs (n wines
-- make n²/2 pairs). The weight of who bought many wines is divided among their pairs.
-- Kept as lists: making pairs within one row is much faster than joining rows.

with

ranked as (

    select
        is_backtest,
        person_id,
        product_id,
        sqrt(trace / 1000000.0::float8) as weight,
        row_number() over (
            partition by is_backtest, person_id order by trace desc, product_id asc
        ) as position
    from {{ ref('advice_history') }}

),

advice_baskets as (

    select
        is_backtest,
        person_id,
        array_agg(product_id order by position) as product_ids,
        array_agg(weight::real order by position) as weights,
        sqrt(count(*)::float8) as spread
    from ranked
    where position <= {{ var('advice_basket_cap') }}
    group by is_backtest, person_id

)

select * from advice_baskets
