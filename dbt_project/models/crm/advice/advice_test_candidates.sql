-- The candidates of each test person at the backtest's cutoff: what the ways of ranking
-- are tried on.

with

advice_test_candidates as (

    select
        audience.person_id,
        wines.product_id,
        wines.habit,
        wines.affinity
    from {{ ref('advice_audience') }} as audience
    cross join lateral ({{ candidates_of('audience') }}) as wines
    where audience.is_backtest

)

select * from advice_test_candidates
