-- What each person who may get a letter bought of each wine, all vintages together, and
-- the vintage and the day of the last order: what reasons are made of. A wine returned
-- in full stays, with no bottle kept: it is neither liked nor new.

with

bought as (

    select
        sales.client_code,
        sales.produit_key,
        max(sales.date_livraison) filter (where sales.is_purchase) as dernier_achat,
        sum(sales.qty_unit) as bouteilles_gardees
    from {{ ref('customer_sales_lines') }} as sales
    inner join {{ ref('letter_recipients') }} as recipients
        on sales.client_code = recipients.client_code and recipients.rule is null
    group by sales.client_code, sales.produit_key

),

vintages as (

    select
        bought.client_code,
        wines.cuvee_key,
        bought.produit_key,
        wines.millesime,
        wines.famille_crm,
        wines.tier_rank,
        bought.dernier_achat,
        sum(bought.bouteilles_gardees) over by_wine as bouteilles_gardees,
        row_number() over (
            by_wine
            order by
                bought.dernier_achat desc nulls last,
                wines.millesime desc nulls last,
                bought.produit_key asc
        ) as position
    from bought
    inner join {{ ref('letter_catalogue') }} as wines
        on bought.produit_key = wines.produit_key
    window by_wine as (partition by bought.client_code, wines.cuvee_key)

),

letter_known_wines as (

    select
        client_code,
        cuvee_key,
        produit_key,
        millesime,
        famille_crm,
        tier_rank,
        dernier_achat,
        bouteilles_gardees
    from vintages
    where position = 1 and dernier_achat is not null

)

select * from letter_known_wines
