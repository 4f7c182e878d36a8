-- What the house could advise each buyer, best first, before any guard rail. Two lists
-- in one: everything (`rank_any`), and what is new to the person (`rank_new`).

with

pool as (

    select
        pool.person_id,
        pool.product_id,
        pool.habit,
        pool.affinity * favours.any_factor as any_nearness,
        case when pool.habit = 0 then pool.affinity * favours.new_factor else 0 end
            as new_nearness,
        favours.any_popularity,
        favours.new_popularity,
        favours.season,
        coalesce(feedback.gain, 0) as gain
    from {{ ref('reco_pool') }} as pool
    inner join {{ ref('reco_favours') }} as favours
        on pool.product_id = favours.product_id
    left join {{ ref('reco_clicked') }} as feedback
        on pool.person_id = feedback.person_id and pool.product_id = feedback.product_id
    where not pool.is_rehearsal

),

scored as (

    select
        *,
        {{ taste_score('any_nearness', 'any_popularity', 'person_id') }} + gain
            as taste,
        {{ taste_score('new_nearness', 'new_popularity', 'person_id') }} + gain
            as discovery
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
            order by score_any desc, any_popularity desc, product_id asc
        ) as rank_any,
        row_number() over (
            partition by person_id, is_known
            order by discovery desc, new_popularity desc, product_id asc
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
        round((100 * kept.score_any / (1 + kept.score_any))::numeric, 4) as score,
        round(kept.habit::numeric, 6) as score_rebuy,
        round(kept.taste::numeric, 6) as score_affinity,
        round(kept.any_popularity::numeric, 6) as score_popularity,
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
