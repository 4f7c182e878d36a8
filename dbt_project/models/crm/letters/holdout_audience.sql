-- Whom a hold-out could be drawn from: how many persons may be written to, and what
-- share of them orders in the days in which an order counts, over the last year.

with

persons as (

    select client_code
    from {{ ref('customer_360') }}
    where is_contactable

),

-- One row per person and span of so many days in which they ordered.
spans as (

    select distinct
        sales.client_code,
        ({{ as_of_date() }} - sales.date_livraison)
        / {{ var('conversion_days') }} as span
    from {{ ref('customer_sales_lines') }} as sales
    inner join persons on sales.client_code = persons.client_code
    where
        sales.is_purchase
        and sales.date_livraison <= {{ as_of_date() }}
        and sales.date_livraison > {{ as_of_date() }}
        - 360 / {{ var('conversion_days') }} * {{ var('conversion_days') }}

),

holdout_audience as (

    select
        {{ as_of_date() }} as as_of_date,
        (select count(*) from persons) as personnes,
        coalesce(round(
            (select count(*) from spans)::numeric
            / nullif(
                (select count(*) from persons) * (360 / {{ var('conversion_days') }}), 0
            ), 4
        ), 0) as part_qui_commande

)

select * from holdout_audience
