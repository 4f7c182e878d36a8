-- Two cutoffs on the same sales: today's, and the backtest's, some weeks earlier, with
-- only the sales known then. What was sold in between scores the ways of ranking, so
-- that no balance is guessed.

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
