-- How much each wine is favoured among what is new to a person: the profiles together,
-- each with the share it earned at the rehearsal.

{{ config(post_hook='analyze {{ this }}') }}

with

reco_discovery as (

    select
        trends.product_id,
        exp(
            sum((marks.share * ln(greatest(trends.factor, 1e-12)) * 1000000)::bigint)
            ::float8 / 1000000
        ) as factor,
        sum((marks.share * trends.popularity * 1000000)::bigint)::float8 / 1000000
            as popularity
    from {{ ref('reco_trends') }} as trends
    inner join {{ ref('reco_profile_marks') }} as marks
        on trends.profile_id = marks.profile_id
    where not trends.is_rehearsal
    group by trends.product_id

)

select * from reco_discovery
