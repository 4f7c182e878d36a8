-- What each person who may get a letter bought of each wine, all vintages together, and
-- the vintage of the last order: what reasons are made of. Wines taken back in full
-- stay, with nothing kept, for they are neither a taste nor news.
-- Built beside the candidates, which take longer, rather than before them.
-- depends_on: {{ ref('reco_favours') }}

with

bought as (

    select
        achats.client_code,
        achats.produit_key,
        max(achats.date_livraison) filter (where achats.is_purchase) as dernier_achat,
        sum(achats.qty_unit) as bouteilles_gardees
    from {{ ref('achats') }} as achats
    inner join {{ ref('letter_persons') }} as persons
        on achats.client_code = persons.client_code and persons.rule is null
    group by achats.client_code, achats.produit_key

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
    inner join {{ ref('letter_wines') }} as wines
        on bought.produit_key = wines.produit_key
    window by_wine as (partition by bought.client_code, wines.cuvee_key)

),

letter_tastes as (

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

select * from letter_tastes
