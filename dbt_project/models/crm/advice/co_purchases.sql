-- Who buys this also buys that: the strongest companions of each wine, over whole
-- histories and on the same document; a pair is kept for both of its wines as soon as
-- it is among the strongest of one. Returns are no purchases.

with

products as (

    select
        purchases.product_id,
        count(distinct purchases.person_id)::integer as nb_buyers,
        count(distinct purchases.document_id)::integer as nb_documents
    from {{ ref('advice_purchases') }} as purchases
    group by purchases.product_id

),

totals as (

    select count(distinct document_id) as nb_documents
    from {{ ref('advice_purchases') }}

),

both_directions as (

    select
        product_id_a,
        product_id_b,
        nb_persons
    from {{ ref('advice_pairs') }}
    where not is_backtest
    union all
    select
        product_id_b as product_id_a,
        product_id_a as product_id_b,
        nb_persons
    from {{ ref('advice_pairs') }}
    where not is_backtest

),

scored as (

    select
        pairs.product_id_a,
        pairs.product_id_b,
        pairs.nb_persons,
        a.nb_buyers as nb_buyers_a,
        a.nb_documents as nb_documents_a,
        b.nb_documents as nb_documents_b,
        -- In millionths: whole numbers sort faster than numeric ones.
        (
            pairs.nb_persons::float8 / sqrt(a.nb_buyers::float8 * b.nb_buyers::float8)
            * pairs.nb_persons::float8
            / (pairs.nb_persons + {{ var('advice_pair_shrinkage') }})::float8
            * 1000000
        )::integer as score
    from both_directions as pairs
    inner join products as a on pairs.product_id_a = a.product_id
    inner join products as b on pairs.product_id_b = b.product_id

),

positioned as (

    select
        *,
        row_number() over (
            partition by product_id_a
            order by score desc, nb_persons desc, product_id_b asc
        ) as position
    from scored

),

ranked as (

    select
        *,
        min(position) over (
            partition by
                least(product_id_a, product_id_b), greatest(product_id_a, product_id_b)
        ) as best_position
    from positioned

),

co_purchases as (

    select
        names_a.produit_key as produit_key_a,
        names_b.produit_key as produit_key_b,
        coalesce(documents.nb_documents, 0) as nb_documents,
        ranked.nb_persons as nb_clients,
        ranked.nb_buyers_a as nb_acheteurs_a,
        round(ranked.nb_persons::numeric / ranked.nb_buyers_a, 6) as part_acheteurs,
        round(coalesce(documents.nb_documents, 0)::numeric / totals.nb_documents, 8)
            as support,
        round(
            coalesce(documents.nb_documents, 0)::numeric / ranked.nb_documents_a, 6
        ) as confidence,
        round(
            coalesce(documents.nb_documents, 0)::numeric * totals.nb_documents
            / (ranked.nb_documents_a::numeric * ranked.nb_documents_b), 6
        ) as lift,
        ranked.score * 0.000001 as score,
        ranked.position::integer as position
    from ranked
    cross join totals
    inner join
        {{ ref('advice_products') }} as names_a
        on ranked.product_id_a = names_a.product_id
    inner join
        {{ ref('advice_products') }} as names_b
        on ranked.product_id_b = names_b.product_id
    left join {{ ref('advice_document_pairs') }} as documents
        on
            least(ranked.product_id_a, ranked.product_id_b) = documents.product_id_a
            and greatest(ranked.product_id_a, ranked.product_id_b)
            = documents.product_id_b
    where ranked.best_position <= {{ var('advice_companions') }}

)

select * from co_purchases
