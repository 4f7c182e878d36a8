-- The wines in the order of their success, at each vantage point: what is offered to a
-- person beyond what their taste speaks for.

with

reco_best_sellers as (

    select
        trends.is_rehearsal,
        row_number() over (
            partition by trends.is_rehearsal
            order by
                trends.popularity desc, trends.nb_buyers desc, trends.product_id asc
        )::integer as position,
        trends.product_id
    from {{ ref('reco_trends') }} as trends
    inner join {{ ref('reco_profiles') }} as profiles
        on trends.profile_id = profiles.profile_id
    where profiles.is_default

)

select * from reco_best_sellers
