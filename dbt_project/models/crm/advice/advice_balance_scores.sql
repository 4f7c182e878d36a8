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
    from {{ ref('advice_test_candidates') }} as pool
    inner join {{ ref('advice_popularity') }} as trends
        on trends.is_backtest and pool.product_id = trends.product_id
    inner join {{ ref('advice_popularity_weights') }} as profiles
        on trends.weights_id = profiles.weights_id and profiles.ranks_everything
    where
        pool.person_id in (
            select truths.person_id from {{ ref('advice_test_purchases') }} as truths
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
        options.balance_id as choice_id,
        wines.person_id,
        wines.product_id,
        row_number() over (
            partition by options.balance_id, wines.person_id
            order by
                {{ any_score(
                    'wines.habit', 'wines.taste', 'wines.season', 'options'
                ) }} desc,
                wines.product_id
        ) as position
    from shortlisted as wines
    cross join {{ ref('advice_balances') }} as options
    where wines.habit > 0 or wines.taste_position <= 10

),

scores as (

    {{ ndcg_by_choice('ranked', 'true') }}

),

advice_balance_scores as (

    select
        options.balance_id,
        coalesce(scores.nb_persons, 0) as nb_persons,
        scores.ndcg,
        {{ is_best_choice('options.balance_id', 'options.is_default') }} as is_chosen
    from {{ ref('advice_balances') }} as options
    left join scores on options.balance_id = scores.choice_id

)

select * from advice_balance_scores
