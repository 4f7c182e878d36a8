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

-- `materialized`: names are looked up once for all, not in each person's turn.
listed as materialized (

    select
        audience.person_id,
        wines.*
    from {{ ref('advice_audience') }} as audience
    cross join balance
    cross join
        lateral (

            with

            weighed as (

                select
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
                    *,
                    {{ taste_score('any_nearness', 'any_popularity') }} + gain as taste,
                    {{ taste_score('new_nearness', 'new_popularity') }}
                    + gain as discovery
                from weighed

            ),

            compared as (

                select
                    *,
                    {{ nearness_in_everything('is_known', 'taste', 'discovery') }}
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
                    *,
                    row_number() over (
                        order by score_any desc, any_popularity desc, product_id asc
                    ) as place_any,
                    row_number() over (
                        partition by is_known
                        order by discovery desc, new_popularity desc, product_id asc
                    ) as place_new
                from balanced

            )

            select
                product_id,
                is_known,
                habit,
                taste,
                any_popularity,
                score_any,
                row_number() over (order by place_any asc) as rank_any,
                row_number()
                    over (partition by is_known order by place_new asc)
                    as rank_new
            from ranked
            where
                place_any <= {{ var('advice_list_length') }}
                or (not is_known and place_new <= {{ var('advice_list_length') }})

        ) as wines
    where not audience.is_backtest

),

recommendation_candidates as (

    select
        persons.client_code,
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
        {{ ref('advice_persons') }} as persons
        on listed.person_id = persons.person_id
    inner join
        {{ ref('advice_products') }} as products
        on listed.product_id = products.product_id and products.stands_for_wine

)

select * from recommendation_candidates
