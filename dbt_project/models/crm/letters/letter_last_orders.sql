-- The last order of each person, whatever it held: one delivered, or one on its way.

with

orders as (

    select
        client_code,
        date_livraison
    from {{ ref('customer_sales_lines') }}
    where not is_return
    union all
    select
        client_code,
        date_livraison
    from {{ ref('customer_open_orders') }}

),

letter_last_orders as (

    select
        client_code,
        max(date_livraison) as derniere_commande
    from orders
    group by client_code

)

select * from letter_last_orders
