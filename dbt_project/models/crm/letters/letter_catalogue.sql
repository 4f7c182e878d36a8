-- Every wine sold or in the catalogue: what it is a vintage of, whether a letter may
-- offer it and in which format, and what is offered in its place: the newest vintage
-- that can be had. Wines are taken from sales too, so that old favourites find theirs.

with

-- The year in a label is a vintage unless the catalogue, which knows vintages, gives
-- the wine none (`Cuvée 1925`).
described as (

    select
        kinds.produit_key,
        produits.produit_label,
        coalesce(
            produits.millesime,
            case
                when
                    produits.produit_key is null
                    or max(produits.millesime) over () is null
                    then substring(
                        kinds.produit_key from '.*\m((?:19|20)[0-9]{2})\M'
                    )::integer
            end
        ) as millesime,
        produits.famille_crm,
        produits.cepage,
        tiers.tier_rank,
        produits.premium_tier
    from {{ ref('produits_kinds') }} as kinds
    left join {{ ref('produits') }} as produits
        on kinds.produit_key = produits.produit_key
    left join {{ ref('premium_tiers') }} as tiers
        on produits.premium_tier = tiers.premium_tier
    where kinds.is_wine

),

formats as (

    select
        produit_key,
        format,
        place,
        prix_ttc,
        stock_total - coalesce(stock_reserve, 0) as disponible,
        case
            when not is_in_latest_export then 'hors_catalogue'
            when not coalesce(actif, true) then 'inactif'
            when round(coalesce(prix_ttc, 0), 2) <= 0 then 'sans_prix'
            when
                coalesce(stock_total - coalesce(stock_reserve, 0), 0)
                < {{ var('letter_bottles') }}
                then 'hors_stock'
        end as rule
    from {{ ref('produits_formats') }}

),

-- The first format that can be had; when none can, what is wrong with the wine's own.
offers as (

    select distinct on (produit_key)
        produit_key,
        format,
        prix_ttc,
        disponible,
        rule
    from formats
    order by produit_key asc, rule is null desc, place asc

),

ruled as (

    select
        described.*,
        {{ cuvee_key('described.produit_key', 'described.millesime') }} as cuvee_key,
        offers.format,
        offers.prix_ttc,
        coalesce(offers.disponible, 0) as disponible,
        case
            when offers.produit_key is null then 'hors_catalogue' else offers.rule
        end as rule
    from described
    left join offers on described.produit_key = offers.produit_key

),

successors as (

    select distinct on (cuvee_key)
        cuvee_key,
        produit_key
    from ruled
    where rule is null
    order by cuvee_key asc, millesime desc nulls last, produit_key asc

),

letter_catalogue as (

    select
        ruled.produit_key,
        ruled.cuvee_key,
        ruled.produit_label,
        ruled.millesime,
        ruled.famille_crm,
        ruled.cepage,
        ruled.premium_tier,
        ruled.tier_rank,
        ruled.format,
        ruled.prix_ttc,
        ruled.disponible,
        ruled.rule,
        case
            when ruled.rule is null then ruled.produit_key
            else successors.produit_key
        end as offered_key
    from ruled
    left join successors on ruled.cuvee_key = successors.cuvee_key

)

select * from letter_catalogue
