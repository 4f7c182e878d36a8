-- Who bought what when, in numbers: several lines of one product on one document are
-- one purchase. By the person's code too, by which a cluster spreads the lines.

{{ config(pre_hook=eager_parallelism()) }}

with

advice_purchases as (

    select
        persons.person_id,
        products.product_id,
        products.vintage_id,
        sales.document_id,
        sales.date_livraison
    from {{ ref('customer_sales_lines') }} as sales
    inner join {{ ref('advice_persons') }} as persons
        on sales.client_code = persons.client_code
    inner join {{ ref('advice_products') }} as products
        on sales.produit_key = products.produit_key
    where sales.is_purchase
    group by
        sales.client_code,
        persons.person_id,
        products.product_id,
        products.vintage_id,
        sales.document_id,
        sales.date_livraison

)

select * from advice_purchases
