-- What came into question for each rehearsing person at the rehearsal: what the ways of
-- ranking are tried on.

with

reco_pool as (

    select
        readers.person_id,
        wines.product_id,
        wines.habit,
        wines.affinity
    from {{ ref('reco_readers') }} as readers
    cross join lateral ({{ wines_in_question('readers') }}) as wines
    where readers.is_rehearsal

)

select * from reco_pool
