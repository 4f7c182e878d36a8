-- The wines that vote for each wine: the nearest to it, after damping. The nearest are
-- kept for each wine voted for, so that a rare one gets as many votes as a best seller.
-- Pairs seen with few persons are shrunk towards nothing.

{{ config(pre_hook=eager_parallelism()) }}

with

both_directions as (

    select
        is_backtest,
        product_id_a,
        product_id_b,
        nb_persons,
        weight
    from {{ ref('advice_pairs') }}
    union all
    select
        is_backtest,
        product_id_b as product_id_a,
        product_id_a as product_id_b,
        nb_persons,
        weight
    from {{ ref('advice_pairs') }}

),

compared as (

    select
        pairs.is_backtest,
        pairs.product_id_a,
        pairs.product_id_b,
        (
            pairs.weight::float8
            * pairs.nb_persons::float8
            / (pairs.nb_persons + {{ var('advice_pair_shrinkage') }})::float8
            * damping.damping
        ) as similarity
    from both_directions as pairs
    inner join {{ ref('advice_damping') }} as damping
        on
            pairs.is_backtest = damping.is_backtest
            and pairs.product_id_a = damping.product_id

),

ranked as (

    select
        *,
        row_number() over (
            partition by is_backtest, product_id_b
            order by similarity desc, product_id_a asc
        ) as position
    from compared

),

-- A share of the catalogue, within bounds.
limits as (

    select
        is_backtest,
        {{ share_within('count(*)', 'advice_neighbours') }} as nb_neighbours
    from {{ ref('advice_damping') }}
    group by is_backtest

),

-- The mean factor of all popularity weights: it decides which of the wines voted for
-- are kept.
mean_factors as (

    select
        is_backtest,
        product_id,
        exp(
            avg((ln(greatest(factor, 1e-12)) * 1000000)::bigint)::float8 / 1000000
        ) as factor
    from {{ ref('advice_popularity') }}
    group by is_backtest, product_id

),

kept as (

    select
        ranked.*,
        max(ranked.similarity) over (partition by ranked.is_backtest) as nearest
    from ranked
    inner join limits
        on
            ranked.is_backtest = limits.is_backtest
            and ranked.position <= limits.nb_neighbours
    where ranked.position <= {{ var('advice_neighbours_max') }}

),

-- A vote is a whole number, so that votes add up the same in any order.
advice_neighbours as (

    select
        kept.is_backtest,
        kept.product_id_a,
        kept.product_id_b,
        (100000000 * kept.similarity / kept.nearest)::integer as vote,
        kept.position::integer as position,
        mean_factors.factor
    from kept
    inner join mean_factors
        on
            kept.is_backtest = mean_factors.is_backtest
            and kept.product_id_b = mean_factors.product_id

)

select * from advice_neighbours
