-- Wines on their way to a person: ordered lately and not bought since, or on a document
-- of purchase to be delivered after as_of_date. They count as bought lately and as
-- nothing else.

with

codes as (

    select
        client_code,
        master_client_code
    from {{ ref('clients') }}

),

coming as (

    select
        coalesce(codes.master_client_code, ventes.client_code) as client_code,
        ventes.produit_key,
        ventes.date_livraison
    from {{ ref('ventes_lignes') }} as ventes
    inner join {{ ref('produits_kinds') }} as kinds
        on ventes.produit_key = kinds.produit_key and kinds.is_wine
    left join codes on ventes.client_code = codes.client_code
    where
        (
            ventes.is_order
            and ventes.date_livraison > {{ as_of_date() }} - {{ var('order_days') }}
        )
        or (ventes.is_purchase and ventes.date_livraison > {{ as_of_date() }})

),

bought as (

    select
        client_code,
        produit_key,
        max(date_livraison) as dernier_achat
    from {{ ref('customer_sales_lines') }}
    where is_purchase
    group by client_code, produit_key

),

customer_open_orders as (

    select
        coming.client_code,
        coming.produit_key,
        max(coming.date_livraison) as date_livraison
    from coming
    left join bought
        on
            coming.client_code = bought.client_code
            and coming.produit_key = bought.produit_key
    where bought.dernier_achat >= coming.date_livraison is not true
    group by coming.client_code, coming.produit_key

)

select * from customer_open_orders
