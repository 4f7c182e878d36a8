-- Two vantage points on the same sales: today, and a rehearsal that stands some weeks
-- earlier and knows only what was sold until then. What happened in between tells which
-- way of ranking would have been right, so no balance is guessed.

with

span as (

    select
        min(date_livraison) as first_day,
        {{ as_of_date() }} as last_day
    from {{ ref('customer_sales_lines') }}
    where is_purchase

),

horizon as (

    select
        last_day,
        greatest(
            {{ var('advice_horizon_min_days') }},
            least(
                {{ var('advice_horizon_max_days') }},
                (last_day - first_day) / {{ var('advice_horizon_share') }}
            )
        ) as horizon_days
    from span
    where first_day is not null

),

advice_cutoffs as (

    select
        false as is_backtest,
        last_day as cutoff,
        horizon_days
    from horizon
    union all
    select
        true as is_backtest,
        last_day - horizon_days as cutoff,
        horizon_days
    from horizon

)

select * from advice_cutoffs
