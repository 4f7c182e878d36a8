-- Numbers: pairs of numbers are counted several times faster than pairs of names. A
-- wine is one number, whatever its vintages, so that a person's habit of it is the sum
-- over them; each vintage has a number of its own too. One product stands for the wine:
-- what a letter would offer, sold yet or not, else the newest vintage sold.

with

sold as (

    select distinct produit_key from {{ ref('customer_sales_lines') }}
    where is_purchase

),

known as (

    select
        sold.produit_key,
        coalesce(wines.cuvee_key, sold.produit_key) as cuvee_key,
        wines.offered_key,
        wines.millesime
    from sold
    left join {{ ref('letter_catalogue') }} as wines
        on sold.produit_key = wines.produit_key

),

-- The newest of what can be had of each wine: an older vintage offers itself.
offered as (

    select distinct on (known.cuvee_key)
        known.cuvee_key,
        known.offered_key,
        wines.millesime
    from known
    inner join {{ ref('letter_catalogue') }} as wines
        on known.offered_key = wines.produit_key
    order by
        known.cuvee_key asc, wines.millesime desc nulls last, known.offered_key asc

),

products as (

    select
        produit_key,
        cuvee_key,
        millesime
    from known
    union distinct
    select
        offered_key,
        cuvee_key,
        millesime
    from offered

),

numbered as (

    select
        *,
        row_number() over (order by produit_key collate "C")::integer as vintage_id
    from products

),

advice_products as (

    select
        min(numbered.vintage_id) over by_wine as product_id,
        numbered.vintage_id,
        numbered.produit_key,
        row_number() over (
            by_wine
            order by
                numbered.produit_key = offered.offered_key desc nulls last,
                numbered.millesime desc nulls last,
                numbered.vintage_id asc
        ) = 1 as stands_for_wine
    from numbered
    left join offered on numbered.cuvee_key = offered.cuvee_key
    window by_wine as (partition by numbered.cuvee_key)

)

select * from advice_products
