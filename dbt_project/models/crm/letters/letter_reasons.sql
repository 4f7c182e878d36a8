-- The facts behind each wine of each letter, one kind of reason per wine: the person's
-- own order first, then what most buyers did, then what is often ordered together,
-- then what the person buys of the family, then the family's sales, then what some
-- buyers did, then what the wine is.

with

lines as (

    select
        lines.client_code,
        lines.scenario,
        lines.rank,
        lines.produit_key,
        lines.score,
        wines.famille_crm,
        wines.cuvee_key
    from {{ ref('letter_lines') }} as lines
    inner join {{ ref('letter_catalogue') }} as wines
        on lines.produit_key = wines.produit_key
    where lines.rule is null

),

-- The last order of each wine of a letter the person had before. A box is counted in
-- boxes, whatever article it was sold under; what was taken back is not deducted.
known as (

    select distinct
        wines.client_code,
        wines.cuvee_key,
        wines.produit_key,
        wines.millesime,
        wines.dernier_achat
    from lines
    inner join {{ ref('letter_known_wines') }} as wines
        on lines.client_code = wines.client_code and lines.cuvee_key = wines.cuvee_key

),

ordered as (

    select
        sales.client_code,
        sales.produit_key,
        {{ format_as_sold() }} as format,
        sum({{ quantity_as_sold() }}) as quantite
    from known
    inner join {{ ref('customer_sales_lines') }} as sales
        on
            known.client_code = sales.client_code
            and known.produit_key = sales.produit_key
            and known.dernier_achat = sales.date_livraison
            and sales.is_purchase
    inner join {{ ref('letter_catalogue') }} as wines
        on sales.produit_key = wines.produit_key
    group by
        sales.client_code,
        sales.produit_key,
        {{ format_as_sold() }}

),

last_orders as (

    select
        units.client_code,
        units.produit_key,
        {{ units_bought('true') }} as unites
    from ordered as units
    left join {{ ref('letter_formats') }} as formats on units.format = formats.format
    group by units.client_code, units.produit_key

),

-- What each recipient bought of each family of their letter they kept something of;
-- formats without a name are left out.
family_units as (

    select
        sales.client_code,
        wines.famille_crm,
        {{ format_as_sold() }} as format,
        sum({{ quantity_as_sold() }}) as quantite
    from {{ ref('customer_sales_lines') }} as sales
    inner join {{ ref('letter_catalogue') }} as wines
        on sales.produit_key = wines.produit_key
    inner join {{ ref('customer_family_totals') }} as totals
        on
            sales.client_code = totals.client_code
            and wines.famille_crm = totals.famille_crm
            and totals.qty_unit > 0
    inner join (
        select distinct
            client_code,
            famille_crm
        from lines
    ) as wanted
        on
            totals.client_code = wanted.client_code
            and totals.famille_crm = wanted.famille_crm
    where sales.is_purchase
    group by
        sales.client_code,
        wines.famille_crm,
        {{ format_as_sold() }}

),

families as (

    select
        units.client_code,
        units.famille_crm,
        {{ units_bought('formats.pluriel is not null') }} as unites
    from family_units as units
    left join {{ ref('letter_formats') }} as formats on units.format = formats.format
    group by units.client_code, units.famille_crm

),

-- The place of each wine among the sales of its family over a year, returns deducted: a
-- reason for wines that no pair speaks for.
best_sellers as (

    select
        wines.produit_key,
        sum(sales.qty_unit) as bouteilles,
        rank() over (
            partition by wines.famille_crm order by sum(sales.qty_unit) desc
        ) as place
    from {{ ref('customer_sales_lines') }} as sales
    inner join {{ ref('letter_catalogue') }} as wines
        on sales.produit_key = wines.produit_key
    where
        wines.famille_crm is not null
        and sales.date_livraison > {{ as_of_date() }} - {{ var('best_seller_days') }}
    group by wines.produit_key, wines.famille_crm
    having sum(sales.qty_unit) > 0

),

letter_reasons as (

    select
        lines.client_code,
        lines.scenario,
        lines.rank,
        lines.produit_key,
        lines.score,
        wines.produit_label,
        wines.famille_crm,
        wines.millesime,
        wines.cepage,
        wines.format,
        wines.prix_ttc,
        wines.designation,
        offered_formats.unite,
        known.dernier_achat,
        last_orders.unites,
        known.millesime as millesime_achete,
        known.produit_key as produit_achete,
        companions.pair_label,
        companions.pair_key,
        companions.nb_documents,
        companions.nb_clients,
        companions.nb_acheteurs,
        round(10.0 * companions.nb_clients / companions.nb_acheteurs) as sur_dix,
        case when companions.paired_key <> lines.produit_key then paired.millesime end
            as millesime_choisi,
        families.unites as unites_famille,
        best_sellers.place as place_famille,
        best_sellers.bouteilles as bouteilles_vendues,
        agreements.ending as accord,
        case
            when known.client_code is not null then 'commande'
            -- A step up is one from what they buy of the family.
            when lines.scenario = 'UPSELL' and families.unites is not null
                then 'famille'
            when
                companions.nb_acheteurs >= {{ var('reason_min_buyers') }}
                and companions.nb_clients::numeric / companions.nb_acheteurs
                >= {{ var('reason_strong_share') }}
                then 'acheteurs'
            when companions.nb_documents >= {{ var('reason_min_orders') }} then 'avec'
            when families.unites is not null then 'famille'
            when best_sellers.place <= {{ var('best_seller_places') }} then 'ventes'
            when
                companions.nb_acheteurs >= {{ var('reason_min_buyers') }}
                and companions.nb_clients::numeric / companions.nb_acheteurs
                >= {{ var('reason_min_share') }}
                then 'acheteurs'
            else 'fiche'
        end as kind
    from lines
    inner join {{ ref('letter_catalogue') }} as wines
        on lines.produit_key = wines.produit_key
    left join known
        on
            lines.client_code = known.client_code
            and lines.cuvee_key = known.cuvee_key
    left join last_orders
        on
            known.client_code = last_orders.client_code
            and known.produit_key = last_orders.produit_key
    left join {{ ref('letter_companions') }} as companions
        on
            lines.client_code = companions.client_code
            and lines.produit_key = companions.produit_key
    left join {{ ref('letter_catalogue') }} as paired
        on companions.paired_key = paired.produit_key
    left join families
        on
            lines.client_code = families.client_code
            and lines.famille_crm = families.famille_crm
    left join {{ ref('letter_formats') }} as offered_formats
        on
            case
                when wines.format = {{ bottle() }}
                    then coalesce(wines.contenant, wines.format)
                else wines.format
            end = offered_formats.format
    left join best_sellers
        on lines.produit_key = best_sellers.produit_key
    left join {{ ref('label_agreements') }} as agreements
        on split_part(lines.produit_key, ' ', 1) = agreements.first_word

)

select * from letter_reasons
