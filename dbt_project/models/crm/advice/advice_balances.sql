-- The balances between buying again and discovering that the backtest chooses among.
-- `known_share` multiplies the score of a wine the person already bought (near 0: never
-- propose it first), `affinity_share` is what nearness counts beside one purchase
-- today.

with

advice_balances as (

    select
        (row_number() over (
            order by known.known_share, affinity.affinity_share
        ))::integer as balance_id,
        known.known_share::float8,
        affinity.affinity_share::float8,
        known.known_share = 1 and affinity.affinity_share = 0.8 as is_default
    from (values (0.01), (0.1), (0.3), (1.0)) as known (known_share)
    cross join (values (0.8), (2.0)) as affinity (affinity_share)

)

select * from advice_balances
