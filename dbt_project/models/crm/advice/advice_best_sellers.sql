-- The wines in the order of their success, at each vantage point: what is offered to a
-- person beyond what their taste speaks for.

with

advice_best_sellers as (

    select
        trends.is_backtest,
        row_number() over (
            partition by trends.is_backtest
            order by
                trends.popularity desc, trends.nb_buyers desc, trends.product_id asc
        )::integer as position,
        trends.product_id
    from {{ ref('advice_popularity') }} as trends
    inner join {{ ref('advice_popularity_weights') }} as profiles
        on trends.weights_id = profiles.weights_id
    where profiles.is_default

)

select * from advice_best_sellers
