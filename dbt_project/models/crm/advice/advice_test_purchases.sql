-- What the test persons bought after the backtest's cutoff: what the ways of ranking
-- are scored on. Wines nobody had bought before are out of reach.

with

bought as (

    select distinct
        purchases.person_id,
        purchases.product_id
    from {{ ref('advice_purchases') }} as purchases
    inner join {{ ref('advice_persons') }} as persons
        on purchases.person_id = persons.person_id and persons.is_backtested
    inner join {{ ref('advice_cutoffs') }} as cutoffs
        on cutoffs.is_backtest and purchases.date_livraison > cutoffs.cutoff

),

reachable as (

    select distinct product_id
    from {{ ref('advice_history') }}
    where is_backtest

),

advice_test_purchases as (

    select
        bought.person_id,
        bought.product_id,
        history.product_id is not null as is_known
    from bought
    inner join reachable on bought.product_id = reachable.product_id
    left join {{ ref('advice_history') }} as history
        on
            history.is_backtest
            and bought.person_id = history.person_id
            and bought.product_id = history.product_id

)

select * from advice_test_purchases
