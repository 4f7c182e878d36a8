-- A number per buyer; the backtest's test persons: those who bought before its cutoff
-- and again after it, the same at every run, no more than it takes to tell; and its
-- training sample, whose earlier purchases it sees.

with

buyers as (

    select
        sales.client_code,
        bool_or(sales.date_livraison <= cutoffs.cutoff)
        and bool_or(sales.date_livraison > cutoffs.cutoff) as bought_on_both_sides
    from {{ ref('customer_sales_lines') }} as sales
    cross join {{ ref('advice_cutoffs') }} as cutoffs
    where sales.is_purchase and cutoffs.is_backtest
    group by sales.client_code

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
        ) as test_turn
    from buyers

),

sampled as (

    select
        client_code,
        person_number::integer as person_id,
        bought_on_both_sides
        and test_turn <= {{ var('advice_backtest_persons') }} as is_backtested,
        turn
    from numbered

),

advice_persons as (

    select
        client_code,
        person_id,
        is_backtested,
        is_backtested
        or turn <= {{ var('advice_training_sample') }} as is_in_training_sample
    from sampled

)

select * from advice_persons
