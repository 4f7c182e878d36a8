-- The backtest of what is new: how high each set of weights would have put the wines
-- that persons went on to discover (NDCG at 10, mean over persons), and its share in
-- the ranking: the better the score, the larger; far below the best, next to nothing.

with

discoverers as (

    select distinct person_id from {{ ref('advice_test_purchases') }}
    where not is_known

),

scored as (

    select
        popularity.weights_id,
        candidates.person_id,
        candidates.product_id,
        {{ taste_score(
            'candidates.affinity * popularity.factor',
            'popularity.popularity',
            'popularity.weights_id, candidates.person_id'
        ) }} as score
    from {{ ref('advice_test_candidates') }} as candidates
    inner join discoverers on candidates.person_id = discoverers.person_id
    inner join {{ ref('advice_popularity') }} as popularity
        on popularity.is_backtest and candidates.product_id = popularity.product_id
    where candidates.habit = 0

),

ranked as (

    select
        weights_id as ranking_id,
        person_id,
        product_id,
        row_number() over (
            partition by weights_id, person_id order by score desc, product_id asc
        ) as position
    from scored

),

scores as (

    {{ backtest_ndcg('ranked', 'not is_known') }}

),

-- Parts of a million, so that they add up the same in any order.
parts as (

    select
        weights.weights_id,
        coalesce(scores.nb_persons, 0) as nb_persons,
        scores.ndcg,
        case
            when
                max(scores.nb_persons) over () >= {{ var('advice_backtest_minimum') }}
                and max(scores.ndcg) over () > 0
                then exp(
                    {{ var('advice_popularity_sharpness') }}
                    * (coalesce(scores.ndcg, 0) / max(scores.ndcg) over () - 1)::float8
                )
            else weights.is_default::integer
        end * 1000000 as part
    from {{ ref('advice_popularity_weights') }} as weights
    left join scores on weights.weights_id = scores.ranking_id

),

advice_popularity_scores as (

    select
        weights_id,
        nb_persons,
        ndcg,
        part::bigint::float8 / (sum(part::bigint) over ())::float8 as share
    from parts

)

select * from advice_popularity_scores
