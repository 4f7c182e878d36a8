-- How much each wine is favoured today, in the list of everything by one profile, among
-- what is new to a person by all of them, each with the share it earned at the
-- rehearsal.

with

reco_favours as (

    select
        trends.product_id,
        max(trends.season) as season,
        max(trends.factor) filter (where profiles.ranks_everything) as any_factor,
        max(trends.popularity) filter (where profiles.ranks_everything)
            as any_popularity,
        exp(
            sum((marks.share * ln(greatest(trends.factor, 1e-12)) * 1000000)::bigint)
            ::float8 / 1000000
        ) as new_factor,
        sum((marks.share * trends.popularity * 1000000)::bigint)::float8 / 1000000
            as new_popularity
    from {{ ref('reco_trends') }} as trends
    inner join {{ ref('reco_profiles') }} as profiles
        on trends.profile_id = profiles.profile_id
    inner join {{ ref('reco_profile_marks') }} as marks
        on trends.profile_id = marks.profile_id
    where not trends.is_rehearsal
    group by trends.product_id

)

select * from reco_favours
