-- How near each wine is to what the person bought: their wines vote for the neighbours.
-- Votes are added with an exponent above 1, so that one close wine says more than
-- several distant ones, which mostly repeat each other.

{{ config(materialized='view') }}

with

ranked as (

    select
        is_rehearsal,
        person_id,
        product_id,
        power(
            taste::float8 / max(taste) over (partition by is_rehearsal, person_id),
            {{ var('reco_vote_exponent') / 2 }}
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
        is_rehearsal,
        product_id_a,
        product_id_b,
        power(similarity::float8, {{ var('reco_vote_exponent') }}) * 100000000 as vote
    from {{ ref('reco_neighbours') }}

),

reco_affinities as (

    select
        seeds.is_rehearsal,
        seeds.person_id,
        votes.product_id_b as product_id,
        power(
            sum((seeds.weight * votes.vote)::bigint)::float8 / 100000000,
            1 / {{ var('reco_vote_exponent') }}::float8
        ) as affinity
    from seeds
    inner join votes
        on
            seeds.is_rehearsal = votes.is_rehearsal
            and seeds.product_id = votes.product_id_a
    group by seeds.is_rehearsal, seeds.person_id, votes.product_id_b

)

select * from reco_affinities
