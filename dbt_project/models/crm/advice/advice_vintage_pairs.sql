-- Products bought by the same persons, where wines have several vintages: what one
-- vintage's buyers took is counted on that vintage. Empty in a house where a wine is a
-- product: `advice_pairs` says the same there. Each pair once.

{{ config(pre_hook=eager_parallelism()) }}

with

bought as (

    select
        person_id,
        vintage_id,
        row_number() over (
            partition by person_id
            order by count(*) desc, max(date_livraison) desc, vintage_id asc
        ) as position
    from {{ ref('advice_purchases') }}
    where
        exists (
            select 1 from {{ ref('advice_products') }} as products
            where products.product_id <> products.vintage_id
        )
    group by person_id, vintage_id

),

-- One buyer with an immense history cannot blow up the pairs.
baskets as (

    select array_agg(vintage_id) as vintage_ids
    from bought
    where position <= {{ var('advice_basket_cap') }}
    group by person_id

),

advice_vintage_pairs as (

    select
        a.vintage_id as vintage_id_a,
        b.vintage_id as vintage_id_b,
        count(*)::integer as nb_persons
    from baskets
    cross join unnest(baskets.vintage_ids) as a (vintage_id)
    cross join unnest(baskets.vintage_ids) as b (vintage_id)
    where a.vintage_id < b.vintage_id
    group by a.vintage_id, b.vintage_id
    having count(*) >= {{ var('advice_min_co_buyers') }}

)

select * from advice_vintage_pairs
