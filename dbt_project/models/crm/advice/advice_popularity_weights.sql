-- The ways of weighing a wine's popularity that the backtest chooses among. A negative
-- `against_popular` favours what everybody buys, a positive one what few know yet;
-- `trend` is how much a wine selling faster than usual gains, `trend_half_life` (in
-- horizons) how recent “now” is. In the list of everything the first set was the best
-- on every data set tried; they differ on what is new to the person.

with

advice_popularity_weights as (

    select
        (row_number() over (
            order by popularity.against_popular, trends.trend
        ))::integer as weights_id,
        popularity.against_popular::float8,
        trends.trend_half_life::float8,
        trends.trend::float8,
        popularity.against_popular = -0.3 and trends.trend = 0.25 as ranks_everything,
        popularity.against_popular = 0.0 and trends.trend = 0.25 as is_default
    from (values (-0.3), (0.0), (0.3), (0.6)) as popularity (against_popular)
    cross join
        (values (1.7, 0.25), (0.4, 0.5), (0.2, 0.75)) as trends (trend_half_life, trend)

)

select * from advice_popularity_weights
