-- A number per buyer, and who is_backtested: buyers from before the rehearsal's cutoff who
-- bought again after it, the same ones at every run, no more than it takes to tell. The
-- rehearsal sees the purchases of a larger sample, its witnesses.

with

buyers as (

    select
        achats.client_code,
        bool_or(achats.date_livraison <= calendar.cutoff)
        and bool_or(achats.date_livraison > calendar.cutoff) as bought_on_both_sides
    from {{ ref('customer_sales_lines') }} as achats
    cross join {{ ref('advice_cutoffs') }} as calendar
    where achats.is_purchase and calendar.is_backtest
    group by achats.client_code

),

numbered as (

    select
        *,
        row_number() over (order by client_code collate "C") as person_number,
        row_number() over (
            order by md5(client_code), client_code collate "C"
        ) as turn,
        row_number() over (
            partition by bought_on_both_sides
            order by md5(client_code), client_code collate "C"
        ) as turn_to_rehearse
    from buyers

),

sampled as (

    select
        client_code,
        person_number::integer as person_id,
        bought_on_both_sides
        and turn_to_rehearse <= {{ var('advice_backtest_persons') }} as is_backtested,
        turn
    from numbered

),

advice_persons as (

    select
        client_code,
        person_id,
        is_backtested,
        is_backtested or turn <= {{ var('advice_training_sample') }} as is_in_training_sample
    from sampled

)

select * from advice_persons
