-- What the house could advise each buyer, best first, before any guard rail. Two lists
-- in one: everything (`rank_any`), and what is new to the person (`rank_new`).

{{ config(pre_hook=roomy_memory()) }}

with

pool as (

    select
        pool.person_id,
        pool.product_id,
        pool.habit,
        pool.affinity * everything.factor as nearness_any,
        case when pool.habit = 0 then pool.affinity * discovery.factor else 0 end
            as nearness_new,
        everything.popularity as popularity_any,
        everything.season,
        discovery.popularity as popularity_new,
        coalesce(feedback.gain, 0) as gain
    from {{ ref('reco_pool') }} as pool
    inner join {{ ref('reco_trends') }} as everything
        on not everything.is_rehearsal and pool.product_id = everything.product_id
    inner join {{ ref('reco_profiles') }} as profiles
        on everything.profile_id = profiles.profile_id and profiles.ranks_everything
    inner join {{ ref('reco_discovery') }} as discovery
        on pool.product_id = discovery.product_id
    left join {{ ref('reco_clicked') }} as feedback
        on pool.person_id = feedback.person_id and pool.product_id = feedback.product_id
    where not pool.is_rehearsal

),

scored as (

    select
        *,
        {{ taste_score('nearness_any', 'popularity_any', 'person_id') }}
        + gain as taste,
        {{ new_score('nearness_new', 'popularity_new', 'person_id') }}
        + gain as discovery
    from pool

),

balanced as (

    select
        scored.*,
        scored.habit > 0 as is_known,
        {{ any_score('scored.habit', 'scored.taste', 'scored.season', 'options') }}
            as score_any
    from scored
    cross join {{ ref('reco_options') }} as options
    inner join {{ ref('reco_option_marks') }} as marks
        on options.option_id = marks.option_id and marks.is_chosen

),

ranked as (

    select
        *,
        row_number() over (
            partition by person_id
            order by score_any desc, popularity_any desc, product_id asc
        ) as rank_any,
        row_number() over (
            partition by person_id, is_known
            order by discovery desc, popularity_new desc, product_id asc
        ) as rank_new
    from balanced

),

kept as (

    select * from ranked
    where
        rank_any <= {{ var('reco_list_length') }}
        or (not is_known and rank_new <= {{ var('reco_list_length') }})

),

recommendation_candidates as (

    select
        persons.client_code,
        products.produit_key,
        kept.is_known,
        round(100 * kept.score_any / (1 + kept.score_any), 4) as score,
        round(kept.habit::numeric, 6) as score_rebuy,
        round(kept.taste::numeric, 6) as score_affinity,
        round(kept.popularity_any::numeric, 6) as score_popularity,
        row_number()
            over (partition by kept.person_id order by kept.rank_any)
        ::integer as rank_any,
        case
            when not kept.is_known
                then row_number() over (
                    partition by kept.person_id, kept.is_known order by kept.rank_new
                )
        end::integer as rank_new
    from kept
    inner join
        {{ ref('reco_persons') }} as persons
        on kept.person_id = persons.person_id
    inner join
        {{ ref('reco_products') }} as products
        on kept.product_id = products.product_id

)

select * from recommendation_candidates
