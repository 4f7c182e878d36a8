-- A number per buyer, and who rehearses: buyers from before the rehearsal's cutoff who
-- bought again after it, the same ones at every run, no more than it takes to tell.

with

buyers as (

    select
        achats.client_code,
        bool_or(achats.date_livraison <= calendar.cutoff)
        and bool_or(achats.date_livraison > calendar.cutoff) as bought_on_both_sides
    from {{ ref('achats') }} as achats
    cross join {{ ref('reco_calendar') }} as calendar
    where achats.is_purchase and calendar.is_rehearsal
    group by achats.client_code

),

reco_persons as (

    select
        client_code,
        row_number() over (order by client_code collate "C")::integer as person_id,
        bought_on_both_sides and row_number() over (
            partition by bought_on_both_sides
            order by md5(client_code), client_code collate "C"
        ) <= {{ var('reco_rehearsal_persons') }} as rehearses
    from buyers

)

select * from reco_persons
