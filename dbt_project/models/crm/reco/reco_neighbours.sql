-- The nearest wines of each wine. The two sides are not weighed alike
-- (`reco_from_power`, `reco_to_power`): what is near a best seller is near everything.
-- Pairs seen with few persons are shrunk towards nothing. Kept beside the nearest:
-- those nearest once rare wines are favoured, lest a profile that wants them find none.

{{ config(pre_hook=roomy_memory(), post_hook='analyze {{ this }}') }}

with

both_directions as (

    select
        is_rehearsal,
        product_id_a,
        product_id_b,
        nb_persons,
        weight
    from {{ ref('reco_pairs') }}
    union all
    select
        is_rehearsal,
        product_id_b as product_id_a,
        product_id_a as product_id_b,
        nb_persons,
        weight
    from {{ ref('reco_pairs') }}

),

compared as (

    select
        pairs.is_rehearsal,
        pairs.product_id_a,
        pairs.product_id_b,
        (
            pairs.weight::float8 / 1000000
            * pairs.nb_persons::float8
            / (pairs.nb_persons + {{ var('reco_pair_shrinkage') }})::float8
            * voters.from_factor
            * proposed.to_factor
        )::real as similarity,
        power(proposed.to_factor, {{ var('reco_rare_power') }})::real as rarity
    from both_directions as pairs
    inner join {{ ref('reco_strengths') }} as voters
        on
            pairs.is_rehearsal = voters.is_rehearsal
            and pairs.product_id_a = voters.product_id
    inner join {{ ref('reco_strengths') }} as proposed
        on
            pairs.is_rehearsal = proposed.is_rehearsal
            and pairs.product_id_b = proposed.product_id

),

ranked as (

    select
        *,
        row_number() over (
            partition by is_rehearsal, product_id_a
            order by similarity desc, product_id_b asc
        ) as position,
        row_number() over (
            partition by is_rehearsal, product_id_a
            order by similarity * rarity desc, product_id_b asc
        ) as rare_position
    from compared

),

reco_neighbours as (

    select
        is_rehearsal,
        product_id_a,
        product_id_b,
        similarity,
        position::integer as position
    from ranked
    where
        position <= {{ var('reco_neighbours') }}
        or rare_position <= {{ var('reco_rare_neighbours') }}

)

select * from reco_neighbours
