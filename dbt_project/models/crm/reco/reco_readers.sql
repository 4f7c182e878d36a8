-- Who is advised at each vantage point, everybody today and those who rehearse at the
-- rehearsal: how many wines they know, and how many of the wines nearest to their taste
-- are looked at.

with

-- A share of the catalogue, within bounds.
limits as (

    select
        is_rehearsal,
        {{ share_within('count(*)', 'reco_depth') }}::integer as depth
    from {{ ref('reco_best_sellers') }}
    group by is_rehearsal

),

known as (

    select
        is_rehearsal,
        person_id,
        count(*)::integer as nb_known
    from {{ ref('reco_history') }}
    group by is_rehearsal, person_id

),

reco_readers as (

    select
        known.is_rehearsal,
        known.person_id,
        known.nb_known,
        limits.depth
    from known
    inner join limits on known.is_rehearsal = limits.is_rehearsal
    inner join
        {{ ref('reco_persons') }} as persons
        on known.person_id = persons.person_id
    where persons.rehearses or not known.is_rehearsal

)

select * from reco_readers
