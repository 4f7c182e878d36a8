-- Wines bought on the same document, each pair once. A document of more wines than
-- `reco_document_cap` counts with its first ones only (n wines make n²/2 pairs).

with

numbered as (

    select
        dense_rank() over (order by document_id) as document_number,
        product_id,
        row_number() over (partition by document_id order by product_id) as position
    from {{ ref('reco_purchases') }}
    group by document_id, product_id

),

lines as (

    select * from numbered
    where position <= {{ var('reco_document_cap') }}

),

reco_document_pairs as (

    select
        a.product_id as product_id_a,
        b.product_id as product_id_b,
        count(*)::integer as nb_documents
    from lines as a
    inner join lines as b
        on a.document_number = b.document_number and a.product_id < b.product_id
    group by a.product_id, b.product_id

)

select * from reco_document_pairs
