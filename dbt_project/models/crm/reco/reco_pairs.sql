-- Wines bought by the same persons, over their whole histories: how many did, and with
-- what weight (in millionths, exact in any order). Each pair once.

with

reco_pairs as (

    select
        a.is_rehearsal,
        a.product_id as product_id_a,
        b.product_id as product_id_b,
        count(*)::integer as nb_persons,
        sum((a.shared_weight * b.weight * 1000000)::integer) as weight
    from {{ ref('reco_baskets') }} as a
    inner join {{ ref('reco_baskets') }} as b
        on
            a.is_rehearsal = b.is_rehearsal
            and a.person_id = b.person_id
            and a.product_id < b.product_id
    group by a.is_rehearsal, a.product_id, b.product_id
    having count(*) >= {{ var('reco_min_co_buyers') }}

)

select * from reco_pairs
