-- The rehearsal of what is new: how high each profile would have put the wines persons
-- went on to discover (NDCG at 10, mean over persons), and the share it gets in the
-- ranking: the better the mark, the larger, far below the best next to nothing.

with

discoverers as (

    select distinct person_id from {{ ref('advice_test_purchases') }}
    where not is_known

),

scored as (

    select
        trends.weights_id,
        pool.person_id,
        pool.product_id,
        {{ taste_score('pool.affinity * trends.factor', 'trends.popularity',
                     'trends.weights_id, pool.person_id') }} as score
    from {{ ref('advice_test_candidates') }} as pool
    inner join discoverers on pool.person_id = discoverers.person_id
    inner join {{ ref('advice_popularity') }} as trends
        on trends.is_backtest and pool.product_id = trends.product_id
    where pool.habit = 0

),

ranked as (

    select
        weights_id as choice_id,
        person_id,
        product_id,
        row_number() over (
            partition by weights_id, person_id order by score desc, product_id asc
        ) as position
    from scored

),

scores as (

    {{ ndcg_by_choice('ranked', 'not is_known') }}

),

-- Parts of a million, so that they add up the same in any order.
parts as (

    select
        profiles.weights_id,
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
            else profiles.is_default::integer
        end * 1000000 as part
    from {{ ref('advice_popularity_weights') }} as profiles
    left join scores on profiles.weights_id = scores.choice_id

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
