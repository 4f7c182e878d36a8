-- The rehearsal of what is new: which profile would have put the wines persons went on
-- to discover at the top of their list (NDCG at 10, mean over persons). The best is
-- kept.

{{ config(pre_hook=roomy_memory()) }}

with

pool as (

    select
        pool.person_id,
        pool.product_id,
        pool.affinity,
        row_number() over (
            partition by pool.person_id order by pool.affinity desc, pool.product_id asc
        ) as position
    from {{ ref('reco_pool') }} as pool
    where
        pool.is_rehearsal
        and pool.habit = 0
        and pool.person_id in (
            select truths.person_id from {{ ref('reco_truths') }} as truths
            where not truths.is_known
        )

),

scored as (

    select
        trends.profile_id,
        pool.person_id,
        pool.product_id,
        {{ new_score('pool.affinity * trends.factor', 'trends.popularity',
                     'trends.profile_id, pool.person_id') }} as score
    from pool
    inner join {{ ref('reco_trends') }} as trends
        on trends.is_rehearsal and pool.product_id = trends.product_id
    where pool.position <= {{ var('reco_rehearsal_depth') }}

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

reco_profile_marks as (

    select
        profiles.profile_id,
        coalesce(marks.nb_persons, 0) as nb_persons,
        marks.ndcg,
        {{ is_best_choice('profiles.profile_id', 'profiles.is_default') }} as is_chosen
    from {{ ref('reco_profiles') }} as profiles
    left join marks on profiles.profile_id = marks.choice_id

)

select * from reco_profile_marks
