-- A number per wine ever sold: pairs of numbers are counted several times faster than
-- pairs of names.

with

sold as (

    select distinct produit_key from {{ ref('customer_sales_lines') }}
    where is_purchase

),

advice_products as (

    select
        row_number() over (order by produit_key collate "C")::integer as product_id,
        produit_key
    from sold

)

select * from advice_products
