-- What a wine's voice is multiplied by: a best seller is near everything, so each thing
-- it says counts for less.

with

strengths as (

    select
        baskets.is_rehearsal,
        wine.product_id,
        sum((wine.weight * wine.weight / baskets.spread * 1000000)::bigint)::float8
        / 1000000 as strength
    from {{ ref('reco_baskets') }} as baskets
    cross join unnest(baskets.product_ids, baskets.weights) as wine (product_id, weight)
    group by baskets.is_rehearsal, wine.product_id

),

reco_strengths as (

    select
        is_rehearsal,
        product_id,
        power(greatest(strength, 0.000001), -{{ var('reco_voice_power') }}) as voice
    from strengths

)

select * from reco_strengths
