-- Who buys this also buys that: the strongest companions of each wine, over whole
-- histories and on the same document; a pair is kept for both of its wines as soon as
-- it is among the strongest of one. Returns are no purchases.

with

-- Counted by person first, as is each document: a cluster's workers then do it.
bought as (

    select
        person_id,
        vintage_id,
        count(distinct document_id) as nb_documents
    from {{ ref('advice_purchases') }}
    group by person_id, vintage_id

),

products as (

    select
        vintage_id,
        count(*)::integer as nb_buyers,
        sum(nb_documents)::integer as nb_documents
    from bought
    group by vintage_id

),

totals as (

    select sum(nb_documents)::bigint as nb_documents
    from (
        select count(distinct document_id) as nb_documents
        from {{ ref('advice_purchases') }}
        group by person_id
    ) as persons

),

-- Where every wine is one product, pairs of wines are pairs of products.
both_directions as (

    {%- for a, b in [('a', 'b'), ('b', 'a')] %}
    select
        product_id_{{ a }} as vintage_id_a,
        product_id_{{ b }} as vintage_id_b,
        nb_persons
    from {{ ref('advice_pairs') }}
    where
        not is_backtest
        and not exists (
            select 1 from {{ ref('advice_products') }} as several
            where several.product_id <> several.vintage_id
        )
    union all
    select
        vintage_id_{{ a }},
        vintage_id_{{ b }},
        nb_persons
    from {{ ref('advice_vintage_pairs') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

scored as (

    select
        pairs.vintage_id_a,
        pairs.vintage_id_b,
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
    inner join products as a on pairs.vintage_id_a = a.vintage_id
    inner join products as b on pairs.vintage_id_b = b.vintage_id

),

positioned as (

    select
        *,
        row_number() over (
            partition by vintage_id_a
            order by score desc, nb_persons desc, vintage_id_b asc
        ) as position
    from scored

),

ranked as (

    select
        *,
        min(position) over (
            partition by
                least(vintage_id_a, vintage_id_b), greatest(vintage_id_a, vintage_id_b)
        ) as best_position
    from positioned

),

co_purchases as (

    select
        names_a.produit_key as produit_key_a,
        names_b.produit_key as produit_key_b,
        coalesce(pairs.nb_documents, 0) as nb_documents,
        ranked.nb_persons as nb_clients,
        ranked.nb_buyers_a as nb_acheteurs_a,
        round(ranked.nb_persons::numeric / ranked.nb_buyers_a, 6) as part_acheteurs,
        round(coalesce(pairs.nb_documents, 0)::numeric / totals.nb_documents, 8)
            as support,
        round(
            coalesce(pairs.nb_documents, 0)::numeric / ranked.nb_documents_a, 6
        ) as confidence,
        round(
            coalesce(pairs.nb_documents, 0)::numeric * totals.nb_documents
            / (ranked.nb_documents_a::numeric * ranked.nb_documents_b), 6
        ) as lift,
        ranked.score * 0.000001 as score,
        ranked.position::integer as position
    from ranked
    cross join totals
    inner join
        {{ ref('advice_products') }} as names_a
        on ranked.vintage_id_a = names_a.vintage_id
    inner join
        {{ ref('advice_products') }} as names_b
        on ranked.vintage_id_b = names_b.vintage_id
    left join {{ ref('advice_document_pairs') }} as pairs
        on
            least(ranked.vintage_id_a, ranked.vintage_id_b) = pairs.vintage_id_a
            and greatest(ranked.vintage_id_a, ranked.vintage_id_b)
            = pairs.vintage_id_b
    where ranked.best_position <= {{ var('advice_companions') }}

)

select * from co_purchases
