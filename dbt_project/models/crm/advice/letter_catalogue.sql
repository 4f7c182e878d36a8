-- Every wine sold or in the catalogue: what it is a vintage of, whether a letter may
-- offer it and in which format, and what is offered in its place: the newest vintage
-- that can be had. Wines are taken from sales too, so that old favourites find theirs.

with

nouns as (

    select distinct on (kinds.produit_key)
        kinds.produit_key,
        nouns.singulier,
        nouns.designation
    from {{ ref('produits_kinds') }} as kinds
    inner join {{ ref('wine_nouns') }} as nouns
        on kinds.produit_key || ' ' like nouns.first_words || ' %'
    order by kinds.produit_key asc, length(nouns.first_words) desc

),

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
        produits.premium_tier,
        nouns.singulier as contenant,
        coalesce(nouns.designation, 'ce vin') as designation
    from {{ ref('produits_kinds') }} as kinds
    left join nouns on kinds.produit_key = nouns.produit_key
    left join {{ ref('produits') }} as produits
        on kinds.produit_key = produits.produit_key
    left join {{ ref('premium_tiers') }} as tiers
        on produits.premium_tier = tiers.premium_tier
    where kinds.is_wine

),

-- A box of one family is of that family, whose name may be in the plural: `Coffret
-- Grands Crus` is a Grand Cru.
box_families as (

    select
        boxes.produit_key,
        min(families.famille_crm) as famille_crm
    from described as boxes
    inner join (
        select distinct
            famille_crm,
            {{ in_singular(label_key('famille_crm')) }} as family_key
        from {{ ref('produits') }}
        where famille_crm is not null
    ) as families
        on
            families.famille_crm is distinct from boxes.famille_crm
            and ' ' || {{ in_singular('boxes.produit_key') }} || ' '
            like '% ' || families.family_key || ' %'
    where boxes.contenant is not null
    group by boxes.produit_key
    having count(*) = 1

),

-- Less than nothing reserved adds nothing to what is there.
counted as (

    select
        *,
        stock_total - greatest(stock_reserve, 0) as disponible
    from {{ ref('produits_formats') }}

),

formats as (

    select
        produit_key,
        format,
        place,
        prix_ttc,
        round(prix_ttc / coalesce(bouteilles, 1), 2) as prix_bouteille,
        disponible,
        case
            when not is_in_latest_export then 'hors_catalogue'
            when not coalesce(actif, true) then 'inactif'
            when round(coalesce(prix_ttc, 0), 2) <= 0 then 'sans_prix'
            when coalesce(disponible, 0) < {{ var('letter_bottles') }} then 'hors_stock'
        end as rule
    from counted

),

-- The first format that can be had; when none can, what is wrong with the wine's own.
offers as (

    select distinct on (produit_key)
        produit_key,
        format,
        prix_ttc,
        prix_bouteille,
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
        offers.prix_bouteille,
        coalesce(box_families.famille_crm, described.famille_crm) as famille_lettre,
        coalesce(offers.disponible, 0) as disponible,
        case
            when offers.produit_key is null then 'hors_catalogue' else offers.rule
        end as rule
    from described
    left join offers on described.produit_key = offers.produit_key
    left join box_families on described.produit_key = box_families.produit_key

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
        ruled.famille_lettre,
        ruled.cepage,
        ruled.premium_tier,
        ruled.tier_rank,
        ruled.format,
        ruled.contenant,
        ruled.designation,
        ruled.prix_ttc,
        ruled.prix_bouteille,
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
