-- The rehearsal of what is new: how high each profile would have put the wines persons
-- went on to discover (NDCG at 10, mean over persons), and the share it gets in the
-- ranking: the better the mark, the larger, far below the best next to nothing.

with

discoverers as (

    select distinct person_id from {{ ref('reco_truths') }}
    where not is_known

),

scored as (

    select
        trends.profile_id,
        pool.person_id,
        pool.product_id,
        {{ taste_score('pool.affinity * trends.factor', 'trends.popularity',
                     'trends.profile_id, pool.person_id') }} as score
    from {{ ref('reco_pool') }} as pool
    inner join discoverers on pool.person_id = discoverers.person_id
    inner join {{ ref('reco_trends') }} as trends
        on trends.is_rehearsal and pool.product_id = trends.product_id
    where pool.habit = 0

),

ranked as (

    select
        profile_id as choice_id,
        person_id,
        product_id,
        row_number() over (
            partition by profile_id, person_id order by score desc, product_id asc
        ) as position
    from scored

),

{{ ndcg_by_choice('ranked', 'not is_known') }},

-- Parts of a million, so that they add up the same in any order.
parts as (

    select
        profiles.profile_id,
        coalesce(marks.nb_persons, 0) as nb_persons,
        marks.ndcg,
        case
            when
                max(marks.nb_persons) over () >= {{ var('reco_rehearsal_minimum') }}
                and max(marks.ndcg) over () > 0
                then exp(
                    {{ var('reco_profile_sharpness') }}
                    * (coalesce(marks.ndcg, 0) / max(marks.ndcg) over () - 1)::float8
                )
            else profiles.is_default::integer
        end * 1000000 as part
    from {{ ref('reco_profiles') }} as profiles
    left join marks on profiles.profile_id = marks.choice_id

),

reco_profile_marks as (

    select
        profile_id,
        nb_persons,
        ndcg,
        part::bigint::float8 / (sum(part::bigint) over ())::float8 as share
    from parts

)

select * from reco_profile_marks
