-- Wines bought on the same document, each pair once. A document of more wines than
-- `advice_document_cap` counts with its first ones only (n wines make n²/2 pairs).

with

documents as (

    select (
        array_agg(distinct product_id order by product_id)
    )[:{{ var('advice_document_cap') }}] as product_ids
    from {{ ref('advice_purchases') }}
    group by document_id

),

advice_document_pairs as (

    select
        a.product_id as product_id_a,
        b.product_id as product_id_b,
        count(*)::integer as nb_documents
    from documents
    cross join lateral unnest(documents.product_ids) as a (product_id)
    cross join lateral unnest(documents.product_ids) as b (product_id)
    where a.product_id < b.product_id
    group by a.product_id, b.product_id

)

select * from advice_document_pairs
