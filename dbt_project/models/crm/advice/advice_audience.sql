-- Who gets advice at each cutoff, everybody today and the test persons in the backtest:
-- how many wines they know, and how many of the nearest wines are candidates.

with

-- A share of the catalogue, within bounds.
limits as (

    select
        is_backtest,
        {{ share_within('count(*)', 'advice_depth') }}::integer as depth
    from {{ ref('advice_best_sellers') }}
    group by is_backtest

),

known as (

    select
        is_backtest,
        person_id,
        count(*)::integer as nb_known
    from {{ ref('advice_history') }}
    group by is_backtest, person_id

),

advice_audience as (

    select
        known.is_backtest,
        known.person_id,
        known.nb_known,
        limits.depth
    from known
    inner join limits on known.is_backtest = limits.is_backtest
    inner join
        {{ ref('advice_persons') }} as persons
        on known.person_id = persons.person_id
    where persons.is_backtested or not known.is_backtest

)

select * from advice_audience
