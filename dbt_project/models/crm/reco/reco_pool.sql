-- What each person may be advised at each vantage point: what they bought, what is near
-- it, and best sellers, ten more than they know so that ten are new to anybody. Grows
-- with the histories, never with persons times wines.

with

popular as (

    select
        trends.is_rehearsal,
        trends.product_id,
        row_number() over (
            partition by trends.is_rehearsal
            order by
                trends.popularity desc, trends.nb_buyers desc, trends.product_id asc
        ) as position
    from {{ ref('reco_trends') }} as trends
    inner join {{ ref('reco_profiles') }} as profiles
        on trends.profile_id = profiles.profile_id
    where profiles.is_default

),

known as (

    select history.*
    from {{ ref('reco_history') }} as history
    inner join
        {{ ref('reco_persons') }} as persons
        on history.person_id = persons.person_id
    where persons.rehearses or not history.is_rehearsal

),

breadths as (

    select
        is_rehearsal,
        person_id,
        count(*) as nb_known
    from known
    group by is_rehearsal, person_id

),

proposals as (

    select
        is_rehearsal,
        person_id,
        product_id,
        power(
            (nb_documents + taste::float8 / 1000000) / 2, {{ var('reco_habit_power') }}
        ) as habit,
        0::float8 as affinity
    from known
    union all
    select
        is_rehearsal,
        person_id,
        product_id,
        0 as habit,
        affinity
    from {{ ref('reco_affinities') }}
    union all
    select
        breadths.is_rehearsal,
        breadths.person_id,
        popular.product_id,
        0 as habit,
        0 as affinity
    from breadths
    inner join popular
        on
            breadths.is_rehearsal = popular.is_rehearsal
            and popular.position <= breadths.nb_known + {{ var('reco_list_minimum') }}

),

reco_pool as (

    select
        is_rehearsal,
        person_id,
        product_id,
        max(habit) as habit,
        max(affinity) as affinity
    from proposals
    group by is_rehearsal, person_id, product_id

)

select * from reco_pool
