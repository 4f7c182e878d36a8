-- What each person had bought segment_before_days ago, as customer_purchases says it of
-- today: the segment they were in then is computed from it.

with

documents as (

    select
        client_code,
        min(date_livraison) as date_livraison,
        bool_or(is_purchase) as is_purchase,
        sum(mt_ht) as mt_ht
    from {{ ref('customer_sales_lines') }}
    where date_livraison <= {{ as_of_date() }} - {{ var('segment_before_days') }}
    group by client_code, document_id

),

customer_purchases_before as (

    select
        client_code,
        count(*) filter (where is_purchase) as nb_achats,
        coalesce(sum(mt_ht), 0) as total_achats,
        {{ as_of_date() }} - {{ var('segment_before_days') }}
        - max(date_livraison) filter (where is_purchase) as recency_days
    from documents
    group by client_code

)

select * from customer_purchases_before
