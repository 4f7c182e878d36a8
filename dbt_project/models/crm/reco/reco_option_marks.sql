-- The rehearsal of everything: which balance between buying again and discovering would
-- have put what persons went on to buy at the top of their list. The best is kept.

with

scored as (

    select
        pool.person_id,
        pool.product_id,
        pool.habit,
        trends.season,
        {{ taste_score('pool.affinity * trends.factor', 'trends.popularity',
                       'pool.person_id') }} as taste
    from {{ ref('reco_pool') }} as pool
    inner join {{ ref('reco_trends') }} as trends
        on trends.is_rehearsal and pool.product_id = trends.product_id
    inner join {{ ref('reco_profiles') }} as profiles
        on trends.profile_id = profiles.profile_id and profiles.ranks_everything
    where
        pool.person_id in (
            select truths.person_id from {{ ref('reco_truths') }} as truths
        )

),

-- Only the nearest of the new can reach a list of ten.
shortlisted as (

    select
        *,
        row_number() over (
            partition by person_id, habit > 0 order by taste desc, product_id asc
        ) as taste_position
    from scored

),

ranked as (

    select
        options.option_id as choice_id,
        wines.person_id,
        wines.product_id,
        row_number() over (
            partition by options.option_id, wines.person_id
            order by
                {{ any_score(
                    'wines.habit', 'wines.taste', 'wines.season', 'options'
                ) }} desc,
                wines.product_id
        ) as position
    from shortlisted as wines
    cross join {{ ref('reco_options') }} as options
    where wines.habit > 0 or wines.taste_position <= 10

),

{{ ndcg_by_choice('ranked', 'true') }},

reco_option_marks as (

    select
        options.option_id,
        coalesce(marks.nb_persons, 0) as nb_persons,
        marks.ndcg,
        {{ is_best_choice('options.option_id', 'options.is_default') }} as is_chosen
    from {{ ref('reco_options') }} as options
    left join marks on options.option_id = marks.choice_id

)

select * from reco_option_marks
