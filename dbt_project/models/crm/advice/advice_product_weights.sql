-- How much each wine is favoured today, in the list of everything by one profile, among
-- what is new to a person by all of them, each with the share it earned at the
-- rehearsal.

with

advice_product_weights as (

    select
        trends.product_id,
        max(trends.season) as season,
        max(trends.factor) filter (where profiles.ranks_everything) as any_factor,
        max(trends.popularity) filter (where profiles.ranks_everything)
            as any_popularity,
        exp(
            sum((marks.share * ln(greatest(trends.factor, 1e-12)) * 1000000)::bigint)
            ::float8 / 1000000
        ) as new_factor,
        sum((marks.share * trends.popularity * 1000000)::bigint)::float8 / 1000000
            as new_popularity
    from {{ ref('advice_popularity') }} as trends
    inner join {{ ref('advice_popularity_weights') }} as profiles
        on trends.weights_id = profiles.weights_id
    inner join {{ ref('advice_popularity_scores') }} as marks
        on trends.weights_id = marks.weights_id
    where not trends.is_backtest
    group by trends.product_id

)

select * from advice_product_weights
