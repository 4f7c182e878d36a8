-- What a person bought up to each vantage point, fading with age. The two fadings are
-- counted in horizons: a house people come back to every month forgets faster than one
-- they visit once a year. Sums are of whole numbers (millionths): exact, so the same in
-- whatever order they are added.

with

aged as (

    select
        calendar.is_rehearsal,
        purchases.person_id,
        purchases.product_id,
        purchases.date_livraison,
        (calendar.cutoff - purchases.date_livraison)::float8
        / calendar.horizon_days::float8 as age
    from {{ ref('reco_purchases') }} as purchases
    inner join {{ ref('reco_persons') }} as persons
        on purchases.person_id = persons.person_id
    inner join {{ ref('reco_calendar') }} as calendar
        on
            purchases.date_livraison <= calendar.cutoff
            and (persons.witnesses or not calendar.is_rehearsal)

),

reco_history as (

    select
        is_rehearsal,
        person_id,
        product_id,
        count(*)::integer as nb_documents,
        max(date_livraison) as last_bought_on,
        sum({{ faded('age', 'reco_taste_half_life') }}) as taste,
        sum({{ faded('age', 'reco_trace_half_life') }}) as trace
    from aged
    group by is_rehearsal, person_id, product_id

)

select * from reco_history
