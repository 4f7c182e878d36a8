-- The wines from the most to the least popular, at each cutoff: candidates for persons
-- whose own wines vote for too few.

with

advice_best_sellers as (

    select
        popularity.is_backtest,
        row_number() over (
            partition by popularity.is_backtest
            order by
                popularity.popularity desc, popularity.nb_buyers desc,
                popularity.product_id asc
        )::integer as position,
        popularity.product_id
    from {{ ref('advice_popularity') }} as popularity
    inner join {{ ref('advice_popularity_weights') }} as weights
        on popularity.weights_id = weights.weights_id
    where weights.is_default

)

select * from advice_best_sellers
