-- What comes into question for each person: what they bought, what their wines vote
-- for, and best sellers, as many as they know and some more. Worked out one person at a
-- time (`lateral`), so that memory holds one person's wines whatever the number of
-- persons, and each sort is a small one.

with

readers as (

    select
        history.is_rehearsal,
        history.person_id,
        count(*)::integer as nb_known
    from {{ ref('reco_history') }} as history
    inner join
        {{ ref('reco_persons') }} as persons
        on history.person_id = persons.person_id
    where persons.rehearses or not history.is_rehearsal
    group by history.is_rehearsal, history.person_id

),

-- How many of the nearest are kept: a share of the catalogue, within bounds.
limits as (

    select
        is_rehearsal,
        {{ share_within('count(*)', 'reco_depth') }} as depth
    from {{ ref('reco_best_sellers') }}
    group by is_rehearsal

),

reco_pool as (

    select
        readers.is_rehearsal,
        readers.person_id,
        wines.product_id,
        wines.habit,
        case when wines.position <= limits.depth then wines.affinity else 0 end
            as affinity
    from readers
    inner join limits on readers.is_rehearsal = limits.is_rehearsal
    cross join lateral ({{ wines_in_question('readers') }}) as wines
    where
        wines.habit > 0
        or wines.is_best_seller
        or wines.position <= limits.depth

)

select * from reco_pool
