-- Products a person bought on one document, each pair once. A document of more of them
-- than `advice_document_cap` counts with its first ones only (n products make n²/2
-- pairs).

with

documents as (

    select (
        array_agg(distinct vintage_id order by vintage_id)
    )[:{{ var('advice_document_cap') }}] as vintage_ids
    from {{ ref('advice_purchases') }}
    group by person_id, document_id

),

advice_document_pairs as (

    select
        a.vintage_id as vintage_id_a,
        b.vintage_id as vintage_id_b,
        count(*)::integer as nb_documents
    from documents
    cross join lateral unnest(documents.vintage_ids) as a (vintage_id)
    cross join lateral unnest(documents.vintage_ids) as b (vintage_id)
    where a.vintage_id < b.vintage_id
    group by a.vintage_id, b.vintage_id

)

select * from advice_document_pairs
