-- For each wine of a letter that is new to the person, its best companion among the
-- wines they bought: how many of that one's buyers took the other too. A pair is about
-- the very vintages it was counted on; the vintage offered, when it has pairs, comes
-- first.

with

fresh as (

    select
        lines.client_code,
        lines.produit_key,
        wines.cuvee_key
    from {{ ref('letter_lines') }} as lines
    inner join {{ ref('letter_catalogue') }} as wines
        on lines.produit_key = wines.produit_key
    left join {{ ref('letter_known_wines') }} as known
        on
            lines.client_code = known.client_code
            and wines.cuvee_key = known.cuvee_key
    where lines.rule is null and known.client_code is null

),

vintages as (

    select
        fresh.client_code,
        fresh.produit_key,
        wines.produit_key as vintage_key
    from fresh
    inner join {{ ref('letter_catalogue') }} as wines
        on fresh.cuvee_key = wines.cuvee_key

),

recipients as (

    select distinct client_code from fresh

),

bought as (

    select
        sales.client_code,
        sales.produit_key
    from {{ ref('customer_sales_lines') }} as sales
    inner join recipients on sales.client_code = recipients.client_code
    group by sales.client_code, sales.produit_key
    having sum(sales.qty_unit) > 0

),

paired as (

    select
        vintages.client_code,
        vintages.produit_key,
        pairs.produit_key_a as pair_key,
        pairs.produit_key_b as paired_key,
        wines.produit_label as pair_label,
        pairs.nb_documents,
        pairs.nb_clients,
        pairs.nb_acheteurs_a as nb_acheteurs,
        row_number() over (
            partition by vintages.client_code, vintages.produit_key
            order by
                pairs.produit_key_b = vintages.produit_key desc,
                pairs.nb_acheteurs_a >= {{ var('reason_min_buyers') }} desc,
                pairs.nb_clients::numeric / pairs.nb_acheteurs_a desc,
                pairs.score desc,
                pairs.produit_key_a asc,
                pairs.produit_key_b asc
        ) as position
    from vintages
    inner join bought on vintages.client_code = bought.client_code
    inner join {{ ref('co_purchases') }} as pairs
        on
            bought.produit_key = pairs.produit_key_a
            and vintages.vintage_key = pairs.produit_key_b
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
