-- What each person who may get a letter bought of each wine, all vintages together, and
-- the vintage, the day and the units of the last order: what reasons are made of. A box
-- is counted in boxes, whatever article it was sold under. A wine returned in full
-- stays, with no bottle kept: it is neither liked nor new.

with

units as (

    select
        sales.client_code,
        sales.produit_key,
        sales.date_livraison,
        coalesce(wines.contenant, sales.format) as format,
        bool_or(sales.is_purchase) as is_order,
        sum(
            case
                when wines.contenant is null then sales.qty_line else sales.qty_unit
            end
        ) filter (where sales.is_purchase) as quantite,
        sum(sales.qty_unit) as bouteilles_gardees
    from {{ ref('customer_sales_lines') }} as sales
    inner join {{ ref('letter_recipients') }} as recipients
        on sales.client_code = recipients.client_code and recipients.rule is null
    inner join {{ ref('letter_catalogue') }} as wines
        on sales.produit_key = wines.produit_key
    group by
        sales.client_code,
        sales.produit_key,
        sales.date_livraison,
        coalesce(wines.contenant, sales.format)

),

days as (

    select
        units.client_code,
        units.produit_key,
        units.date_livraison,
        bool_or(units.is_order) as is_order,
        {{ units_bought('units.is_order') }} as unites,
        sum(units.bouteilles_gardees) as bouteilles_gardees
    from units
    left join {{ ref('letter_formats') }} as formats on units.format = formats.format
    group by units.client_code, units.produit_key, units.date_livraison

),

bought as (

    select
        client_code,
        produit_key,
        max(date_livraison) filter (where is_order) as dernier_achat,
        (
            array_agg(unites order by date_livraison desc) filter (where is_order)
        )[1] as unites,
        sum(bouteilles_gardees) as bouteilles_gardees
    from days
    group by client_code, produit_key

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
        bought.unites,
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
        unites,
        bouteilles_gardees
    from vintages
    where position = 1 and dernier_achat is not null

)

select * from letter_known_wines
