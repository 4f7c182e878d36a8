-- What came into question for each rehearsing person at the rehearsal: what the ways of
-- ranking are tried on.

with

advice_test_candidates as (

    select
        readers.person_id,
        wines.product_id,
        wines.habit,
        wines.affinity
    from {{ ref('advice_audience') }} as readers
    cross join lateral ({{ candidate_wines('readers') }}) as wines
    where readers.is_backtest

)

select * from advice_test_candidates
