-- Popularity of each wine at each cutoff, weighed in each way: its recent pace against
-- its whole history, and for or against what everybody buys.

with

days as (

    select
        product_id,
        date_livraison,
        count(*) as nb_sales
    from {{ ref('advice_purchases') }}
    group by product_id, date_livraison

),

sales as (

    select
        cutoffs.is_backtest,
        days.product_id,
        days.nb_sales,
        (cutoffs.cutoff - days.date_livraison)::float8
        / cutoffs.horizon_days::float8 as age
    from days
    inner join {{ ref('advice_cutoffs') }} as cutoffs
        on days.date_livraison <= cutoffs.cutoff

),

buyers as (

    select
        is_backtest,
        product_id,
        count(*) as nb_buyers,
        count(*) filter (where nb_documents > 1) as nb_faithful
    from {{ ref('advice_history') }}
    group by is_backtest, product_id

),

-- What share of its buyers bought a wine again; one with few buyers is taken to follow
-- the house.
faithful as (

    select
        is_backtest,
        product_id,
        nb_buyers::integer as nb_buyers,
        (
            nb_faithful::float8
            + {{ var('advice_rebought_shrinkage') }}
            * (sum(nb_faithful) over (partition by is_backtest))::float8
            / (sum(nb_buyers) over (partition by is_backtest))::float8
        ) / (nb_buyers + {{ var('advice_rebought_shrinkage') }})::float8 as rebought
    from buyers

),

half_lives as (

    select trend_half_life from {{ ref('advice_popularity_weights') }}
    union distinct
    select {{ var('advice_season_half_life') }}::float8 as trend_half_life

),

paces as (

    select
        sales.is_backtest,
        sales.product_id,
        half_lives.trend_half_life,
        sum(sales.nb_sales)::bigint as nb_sales,
        sum(
            sales.nb_sales * (
                power(0.5::float8, sales.age / half_lives.trend_half_life) * 1000000
            )::integer
        )::bigint / 1000000.0::float8 as recent_sales
    from sales
    cross join half_lives
    group by sales.is_backtest, sales.product_id, half_lives.trend_half_life

),

-- A wine with few sales is taken to follow the house: half a sale at the common pace.
common_paces as (

    select
        is_backtest,
        trend_half_life,
        sum((recent_sales * 1000000)::bigint)::float8
        / (sum(nb_sales)::float8 * 1000000.0::float8) as common_pace,
        max(recent_sales) as best_seller_sales
    from paces
    group by is_backtest, trend_half_life

),

-- Out of season, what is bought again and again is bought less: a few sales at the
-- common pace keep a wine that hardly sells from looking out of season. When the house
-- has sold nothing of late, there is no season.
seasons as (

    select
        paces.is_backtest,
        paces.product_id,
        coalesce(
            power(
                (paces.recent_sales + 5 * common_paces.common_pace)
                / nullif((paces.nb_sales + 5) * common_paces.common_pace, 0),
                {{ var('advice_season_power') }}
            ),
            1
        ) as season
    from paces
    inner join common_paces
        on
            paces.is_backtest = common_paces.is_backtest
            and paces.trend_half_life = common_paces.trend_half_life
    where paces.trend_half_life = {{ var('advice_season_half_life') }}::float8

),

advice_popularity as (

    select
        paces.is_backtest,
        weights.weights_id,
        paces.product_id,
        faithful.nb_buyers,
        power(
            (paces.recent_sales + 0.5 * common_paces.common_pace)
            / (paces.nb_sales + 0.5),
            weights.trend
        ) * power(faithful.nb_buyers::float8, -weights.against_popular) as factor,
        paces.recent_sales
        / greatest(common_paces.best_seller_sales, 0.000001) as popularity,
        seasons.season,
        faithful.rebought
    from paces
    inner join {{ ref('advice_popularity_weights') }} as weights
        on paces.trend_half_life = weights.trend_half_life
    inner join common_paces
        on
            paces.is_backtest = common_paces.is_backtest
            and paces.trend_half_life = common_paces.trend_half_life
    inner join faithful
        on
            paces.is_backtest = faithful.is_backtest
            and paces.product_id = faithful.product_id
    inner join seasons
        on
            paces.is_backtest = seasons.is_backtest
            and paces.product_id = seasons.product_id

)

select * from advice_popularity
