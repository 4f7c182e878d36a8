-- What a wine's voice is multiplied by: a best seller is near everything, so each thing
-- it says counts for less.

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
        power(greatest(strength, 0.000001), -{{ var('reco_voice_power') }}) as voice
    from strengths

)

select * from reco_strengths
