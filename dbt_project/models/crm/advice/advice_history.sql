-- What a person bought up to each cutoff, fading with age. Ages are counted in
-- horizons: a house people come back to every month forgets faster than one they visit
-- once a year. Sums are of whole numbers (millionths): exact, so the same in whatever
-- order they are added.

with

-- Two vintages of a wine on one document are one purchase of it.
several_vintages as (

    select product_id from {{ ref('advice_products') }}
    where product_id <> vintage_id

),

purchases as (

    select
        person_id,
        product_id,
        document_id,
        date_livraison
    from {{ ref('advice_purchases') }}
    where product_id not in (select wines.product_id from several_vintages as wines)
    union all
    (
        select distinct
            person_id,
            product_id,
            document_id,
            date_livraison
        from {{ ref('advice_purchases') }}
        where product_id in (select wines.product_id from several_vintages as wines)
    )

),

aged as (

    select
        cutoffs.is_backtest,
        purchases.person_id,
        purchases.product_id,
        purchases.date_livraison,
        (cutoffs.cutoff - purchases.date_livraison)::float8
        / cutoffs.horizon_days::float8 as age
    from purchases
    inner join {{ ref('advice_persons') }} as persons
        on purchases.person_id = persons.person_id
    inner join {{ ref('advice_cutoffs') }} as cutoffs
        on
            purchases.date_livraison <= cutoffs.cutoff
            and (persons.is_in_training_sample or not cutoffs.is_backtest)

),

advice_history as (

    select
        is_backtest,
        person_id,
        product_id,
        count(*)::integer as nb_documents,
        max(date_livraison) as last_bought_on,
        sum({{ faded('age', 'advice_taste_half_life') }}) as taste,
        sum({{ faded('age', 'advice_trace_half_life') }}) as trace
    from aged
    group by is_backtest, person_id, product_id

)

select * from advice_history
