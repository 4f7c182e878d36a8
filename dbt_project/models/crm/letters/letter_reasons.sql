-- The facts behind each wine of each letter, one kind of reason per wine: the person's
-- own order first, then what most buyers did, then what is often ordered together,
-- then what the person buys of the family, then the family's sales, then what some
-- buyers did, then what the wine is.

with

-- What each recipient bought of each family they kept something of; formats without a
-- name are left out.
units as (

    select
        sales.client_code,
        wines.famille_crm,
        coalesce(wines.contenant, sales.format) as format,
        sum(
            case
                when wines.contenant is null then sales.qty_line else sales.qty_unit
            end
        ) as quantite
    from {{ ref('customer_sales_lines') }} as sales
    inner join {{ ref('letter_catalogue') }} as wines
        on sales.produit_key = wines.produit_key
    inner join {{ ref('customer_family_totals') }} as totals
        on
            sales.client_code = totals.client_code
            and wines.famille_crm = totals.famille_crm
            and totals.qty_unit > 0
    where
        sales.is_purchase
        and sales.client_code in (
            select lines.client_code from {{ ref('letter_lines') }} as lines
            where lines.rule is null
        )
    group by
        sales.client_code,
        wines.famille_crm,
        coalesce(wines.contenant, sales.format)

),

families as (

    select
        units.client_code,
        units.famille_crm,
        {{ units_bought('formats.pluriel is not null') }} as unites
    from units
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
        known.unites,
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
    from {{ ref('letter_lines') }} as lines
    inner join {{ ref('letter_catalogue') }} as wines
        on lines.produit_key = wines.produit_key
    left join {{ ref('letter_known_wines') }} as known
        on
            lines.client_code = known.client_code
            and wines.cuvee_key = known.cuvee_key
    left join {{ ref('letter_companions') }} as companions
        on
            lines.client_code = companions.client_code
            and lines.produit_key = companions.produit_key
    left join {{ ref('letter_catalogue') }} as paired
        on companions.paired_key = paired.produit_key
    left join families
        on
            lines.client_code = families.client_code
            and wines.famille_crm = families.famille_crm
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
    where lines.rule is null

)

select * from letter_reasons
