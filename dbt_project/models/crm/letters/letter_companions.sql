-- For each wine of a letter that is new to the person, the wine of theirs that speaks
-- best for it: how many of its buyers took the other too. A pair is about the very
-- vintages it was counted on; the vintage offered, when it has pairs, comes first.

with

fresh as (

    select
        places.client_code,
        places.produit_key,
        places.candidate_key
    from {{ ref('letter_lines') }} as places
    inner join {{ ref('letter_catalogue') }} as wines
        on places.produit_key = wines.produit_key
    left join {{ ref('letter_known_wines') }} as tastes
        on
            places.client_code = tastes.client_code
            and wines.cuvee_key = tastes.cuvee_key
    where places.rule is null and tastes.client_code is null

),

readers as (

    select distinct client_code from fresh

),

bought as (

    select
        achats.client_code,
        achats.produit_key
    from {{ ref('customer_sales_lines') }} as achats
    inner join readers on achats.client_code = readers.client_code
    group by achats.client_code, achats.produit_key
    having sum(achats.qty_unit) > 0

),

paired as (

    select
        fresh.client_code,
        fresh.produit_key,
        pairs.produit_key_a as pair_key,
        pairs.produit_key_b as paired_key,
        wines.produit_label as pair_label,
        pairs.nb_documents,
        pairs.nb_clients,
        pairs.nb_acheteurs_a as nb_acheteurs,
        row_number() over (
            partition by fresh.client_code, fresh.produit_key
            order by
                pairs.produit_key_b = fresh.produit_key desc,
                pairs.nb_acheteurs_a >= {{ var('reason_min_buyers') }} desc,
                pairs.nb_clients::numeric / pairs.nb_acheteurs_a desc,
                pairs.score desc,
                pairs.produit_key_a asc
        ) as position
    from fresh
    inner join bought on fresh.client_code = bought.client_code
    inner join {{ ref('co_purchases') }} as pairs
        on
            bought.produit_key = pairs.produit_key_a
            and pairs.produit_key_b in (fresh.produit_key, fresh.candidate_key)
    inner join {{ ref('letter_catalogue') }} as wines
        on pairs.produit_key_a = wines.produit_key and wines.produit_label is not null

),

letter_companions as (

    select
        client_code,
        produit_key,
        pair_key,
        paired_key,
        pair_label,
        nb_documents,
        nb_clients,
        nb_acheteurs
    from paired
    where position = 1

)

select * from letter_companions
