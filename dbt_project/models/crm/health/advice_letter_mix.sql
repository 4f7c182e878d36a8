-- What the letters are made of, all together: how many wines, how evenly, and whether
-- the letters already proposed for the same day are still the same. One row.

with

wines as (

    select
        produit_key,
        count(*) as nb_letters
    from {{ ref('recommendation_items') }}
    group by produit_key

),

ordered as (

    select
        nb_letters,
        sum(nb_letters) over () as nb_places,
        row_number() over (order by nb_letters desc, produit_key asc) as position
    from wines

),

mix as (

    select
        count(*) as nb_wines,
        sum(nb_letters) as nb_places,
        sum(nb_letters) filter (where position <= 3) as top_3_places,
        1 / sum(power(nb_letters::numeric / nb_places, 2)) as effective_wines
    from ordered

),

letters as (

    select
        reco_id,
        array_agg(produit_key order by produit_key) as produit_keys
    from {{ ref('recommendation_items') }}
    group by reco_id

),

proposed as (

    select
        proposals.reco_id,
        array_agg(items.item ->> 'produit_key' order by items.item ->> 'produit_key')
            as produit_keys
    from {{ source('activation', 'recommendations') }} as proposals
    cross join lateral jsonb_array_elements(proposals.items) as items (item)
    where
        proposals.as_of_date = {{ as_of_date() }}
        and proposals.withdrawn_at is null
        and proposals.client_code is not null
    group by proposals.reco_id

),

stability as (

    select
        count(*) as nb_proposed,
        count(*) filter (
            where letters.produit_keys = proposed.produit_keys
        ) as nb_unchanged
    from proposed
    left join letters on proposed.reco_id = letters.reco_id

),

advice_letter_mix as (

    select
        (select count(*) from letters) as nb_letters,
        mix.nb_wines,
        coalesce(mix.nb_places, 0) as nb_places,
        coalesce(mix.top_3_places, 0) as top_3_places,
        mix.effective_wines,
        stability.nb_proposed,
        stability.nb_unchanged
    from mix
    cross join stability

)

select * from advice_letter_mix
