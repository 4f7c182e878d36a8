-- What the house could advise each buyer, best first, before any guard rail. Two lists
-- in one: everything (`rank_any`), and what is new to the person (`rank_new`). Worked
-- out one person at a time (`lateral`): memory holds one person's wines, however many
-- persons there are.

with

balance as (

    select balances.*
    from {{ ref('advice_balances') }} as balances
    inner join {{ ref('advice_balance_scores') }} as scores
        on balances.balance_id = scores.balance_id
    where scores.is_chosen

),

-- The name of the person goes in with them: looked up before their turn, not in it.
listed as (

    select wines.*
    from (
        select
            audience.*,
            persons.client_code
        from {{ ref('advice_audience') }} as audience
        inner join {{ ref('advice_persons') }} as persons
            on audience.person_id = persons.person_id
        where not audience.is_backtest
    ) as audience
    cross join balance
    cross join
        lateral (

            with

            weighed as (

                select
                    candidates.person_id,
                    candidates.product_id,
                    candidates.habit,
                    candidates.habit > 0 as is_known,
                    candidates.affinity * weights.any_factor as any_nearness,
                    case
                        when
                            candidates.habit = 0
                            then candidates.affinity * weights.new_factor
                        else 0
                    end
                        as new_nearness,
                    weights.any_popularity,
                    weights.new_popularity,
                    weights.season,
                    weights.rebought,
                    coalesce(clicked.gain, 0) as gain
                from ({{ candidates_of('audience') }}) as candidates
                inner join {{ ref('advice_product_weights') }} as weights
                    on candidates.product_id = weights.product_id
                left join {{ ref('advice_clicked') }} as clicked
                    on
                        audience.person_id = clicked.person_id
                        and candidates.product_id = clicked.product_id

            ),

            scored as (

                select
                    weighed.*,
                    {{ taste_score(
                        'weighed.any_nearness', 'weighed.any_popularity',
                        'weighed.person_id'
                    ) }} + weighed.gain as taste,
                    {{ taste_score(
                        'weighed.new_nearness', 'weighed.new_popularity',
                        'weighed.person_id'
                    ) }} + weighed.gain as discovery
                from weighed
                where weighed.person_id = audience.person_id

            ),

            compared as (

                select
                    *,
                    {{ nearness_in_everything(
                        'is_known', 'taste', 'discovery', 'person_id'
                    ) }}
                        as nearness
                from scored

            ),

            balanced as (

                select
                    *,
                    {{ any_score(
                        'habit', 'rebought', 'nearness', 'season', 'balance'
                    ) }} as score_any
                from compared

            ),

            ranked as (

                select
                    balanced.*,
                    row_number() over (
                        partition by balanced.person_id
                        order by
                            balanced.score_any desc, balanced.any_popularity desc,
                            balanced.product_id asc
                    ) as place_any,
                    row_number() over (
                        partition by balanced.person_id, balanced.is_known
                        order by
                            balanced.discovery desc, balanced.new_popularity desc,
                            balanced.product_id asc
                    ) as place_new
                from balanced
                where balanced.person_id = audience.person_id

            )

            select
                audience.client_code,
                ranked.product_id,
                ranked.is_known,
                ranked.habit,
                ranked.taste,
                ranked.any_popularity,
                ranked.score_any,
                row_number() over (
                    partition by ranked.person_id order by ranked.place_any asc
                ) as rank_any,
                row_number() over (
                    partition by ranked.person_id, ranked.is_known
                    order by ranked.place_new asc
                ) as rank_new
            from ranked
            where
                ranked.person_id = audience.person_id
                and (
                    ranked.place_any <= {{ var('advice_list_length') }}
                    or (
                        not ranked.is_known
                        and ranked.place_new <= {{ var('advice_list_length') }}
                    )
                )

        ) as wines

),

recommendation_candidates as (

    select
        listed.client_code,
        products.produit_key,
        listed.is_known,
        {{ rounded('(100 * listed.score_any / (1 + listed.score_any))', 4) }} as score,
        {{ rounded('listed.habit', 6) }} as score_rebuy,
        {{ rounded('listed.taste', 6) }} as score_affinity,
        {{ rounded('listed.any_popularity', 6) }} as score_popularity,
        listed.rank_any::integer as rank_any,
        case when not listed.is_known then listed.rank_new end::integer as rank_new
    from listed
    inner join
        {{ ref('advice_products') }} as products
        on listed.product_id = products.product_id and products.stands_for_wine

)

select * from recommendation_candidates
