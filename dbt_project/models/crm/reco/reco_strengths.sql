-- What a wine is in the house, as the divisors of a pair it is in: lower as the wine
-- one starts from, lower again as the wine proposed.

{{ config(post_hook='analyze {{ this }}') }}

with

strengths as (

    select
        is_rehearsal,
        product_id,
        sum((weight * shared_weight * 1000000)::bigint)::float8 / 1000000 as strength
    from {{ ref('reco_baskets') }}
    group by is_rehearsal, product_id

),

reco_strengths as (

    select
        is_rehearsal,
        product_id,
        power(greatest(strength, 0.000001), -{{ var('reco_from_power') }})
            as from_factor,
        power(greatest(strength, 0.000001), -{{ var('reco_to_power') }}) as to_factor
    from strengths

)

select * from reco_strengths
