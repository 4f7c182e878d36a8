-- The backtest of the list of everything: how high each balance between buying again
-- and discovering would have put the test purchases. The best balance is used.

with

scored as (

    select
        candidates.person_id,
        candidates.product_id,
        candidates.habit,
        weights.season,
        weights.rebought,
        {{ taste_score(
            'candidates.affinity * weights.any_factor',
            'weights.any_popularity',
            'candidates.person_id'
        ) }} as taste,
        {{ taste_score(
            'case when candidates.habit = 0'
            ' then candidates.affinity * weights.new_factor else 0 end',
            'weights.new_popularity',
            'candidates.person_id'
        ) }} as discovery
    from {{ ref('advice_test_candidates') }} as candidates
    inner join {{ ref('advice_test_weights') }} as weights
        on candidates.product_id = weights.product_id
    where
        candidates.person_id in (
            select tests.person_id from {{ ref('advice_test_purchases') }} as tests
        )

),

compared as (

    select
        *,
        {{ nearness_in_everything('habit > 0', 'taste', 'discovery', 'person_id') }}
            as nearness
    from scored

),

-- Only the nearest of the new can reach a list of ten.
shortlisted as (

    select
        *,
        row_number() over (
            partition by person_id, habit > 0 order by nearness desc, product_id asc
        ) as nearness_position
    from compared

),

ranked as (

    select
        balances.balance_id as ranking_id,
        wines.person_id,
        wines.product_id,
        row_number() over (
            partition by balances.balance_id, wines.person_id
            order by
                {{ any_score(
                    'wines.habit',
                    'wines.rebought',
                    'wines.nearness',
                    'wines.season',
                    'balances'
                ) }} desc,
                wines.product_id
        ) as position
    from shortlisted as wines
    cross join {{ ref('advice_balances') }} as balances
    where wines.habit > 0 or wines.nearness_position <= 10

),

scores as (

    {{ backtest_ndcg('ranked', 'true') }}

),

advice_balance_scores as (

    select
        balances.balance_id,
        coalesce(scores.nb_persons, 0) as nb_persons,
        scores.ndcg,
        {{ is_best_ranking('balances.balance_id', 'balances.is_default') }} as is_chosen
    from {{ ref('advice_balances') }} as balances
    left join scores on balances.balance_id = scores.ranking_id

)

select * from advice_balance_scores
