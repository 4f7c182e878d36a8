-- Who bought what when, in numbers: several lines of one wine on one document are one
-- purchase.

with

advice_purchases as (

    select
        persons.person_id,
        products.product_id,
        achats.document_id,
        achats.date_livraison
    from {{ ref('customer_sales_lines') }} as achats
    inner join {{ ref('advice_persons') }} as persons
        on achats.client_code = persons.client_code
    inner join {{ ref('advice_products') }} as products
        on achats.produit_key = products.produit_key
    where achats.is_purchase
    group by
        persons.person_id,
        products.product_id,
        achats.document_id,
        achats.date_livraison

)

select * from advice_purchases
