-- Every product sold or in the catalogue: the wine it is a vintage of, whether a letter
-- may offer it, and what is offered in its place: the newest vintage of the wine that
-- can be had. Products are taken from sales too, so that old favourites find theirs.

with

products as (

    select produit_key from {{ ref('produits') }}
    union
    select produit_key from {{ ref('customer_sales_lines') }}

),

described as (

    select
        products.produit_key,
        {{ cuvee_key('products.produit_key') }} as cuvee_key,
        produits.produit_label,
        coalesce(
            produits.millesime,
            substring(products.produit_key from '\m(?:19|20)[0-9]{2}\M')::integer
        ) as millesime,
        produits.famille_crm,
        produits.cepage,
        tiers.tier_rank,
        produits.premium_tier,
        produits.prix_ttc,
        case
            when stock.is_in_latest_export
                then stock.stock_total - coalesce(stock.stock_reserve, 0)
            else 0
        end as disponible,
        case
            when not coalesce(produits.is_in_latest_export, false) then 'hors_catalogue'
            when not coalesce(produits.actif, true) then 'inactif'
            when coalesce(produits.prix_ttc, 0) <= 0 then 'sans_prix'
        end as catalogue_rule
    from products
    left join {{ ref('produits') }} as produits
        on products.produit_key = produits.produit_key
    left join {{ ref('stock') }} as stock on products.produit_key = stock.produit_key
    left join {{ ref('premium_tiers') }} as tiers
        on produits.premium_tier = tiers.premium_tier

),

ruled as (

    select
        *,
        coalesce(
            catalogue_rule,
            case
                when coalesce(disponible, 0) < {{ var('letter_bottles') }}
                    then 'hors_stock'
            end
        ) as rule
    from described

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
