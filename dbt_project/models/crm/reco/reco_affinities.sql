-- How near each wine is to what the person bought: their wines, the freshest with the
-- most weight, vote for those they speak for. The nearest are kept: beyond, none
-- reaches a list.

with

ranked as (

    select
        is_rehearsal,
        person_id,
        product_id,
        sqrt(
            taste::float8 / max(taste) over (partition by is_rehearsal, person_id)
        ) as weight,
        row_number() over (
            partition by is_rehearsal, person_id order by taste desc, product_id asc
        ) as position
    from {{ ref('reco_history') }}

),

seeds as (

    select ranked.*
    from ranked
    inner join
        {{ ref('reco_persons') }} as persons
        on ranked.person_id = persons.person_id
    where
        ranked.position <= {{ var('reco_seeds') }}
        and (persons.rehearses or not ranked.is_rehearsal)

),

votes as (

    select
        seeds.is_rehearsal,
        seeds.person_id,
        neighbours.product_id_b as product_id,
        sum((seeds.weight * neighbours.vote)::integer)::float8 as affinity
    from seeds
    inner join {{ ref('reco_neighbours') }} as neighbours
        on
            seeds.is_rehearsal = neighbours.is_rehearsal
            and seeds.product_id = neighbours.product_id_a
    group by seeds.is_rehearsal, seeds.person_id, neighbours.product_id_b

),

-- What the profiles make of a wine, on the whole.
middles as (

    select
        is_rehearsal,
        product_id,
        exp(
            avg((ln(greatest(factor, 1e-12)) * 1000000)::bigint)::float8 / 1000000
        ) as factor
    from {{ ref('reco_trends') }}
    group by is_rehearsal, product_id

),

-- A share of the catalogue, within bounds.
limits as (

    select
        is_rehearsal,
        {{ share_within('count(*)', 'reco_depth') }} as depth
    from middles
    group by is_rehearsal

),

placed as (

    select
        votes.is_rehearsal,
        votes.person_id,
        votes.product_id,
        votes.affinity,
        row_number() over (
            partition by votes.is_rehearsal, votes.person_id
            order by votes.affinity * middles.factor desc, votes.product_id asc
        ) as position
    from votes
    inner join middles
        on
            votes.is_rehearsal = middles.is_rehearsal
            and votes.product_id = middles.product_id

),

reco_affinities as (

    select
        placed.is_rehearsal,
        placed.person_id,
        placed.product_id,
        placed.affinity
    from placed
    inner join limits
        on
            placed.is_rehearsal = limits.is_rehearsal
            and placed.position <= limits.depth

)

select * from reco_affinities
