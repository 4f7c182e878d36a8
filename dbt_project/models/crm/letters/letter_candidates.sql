-- Candidates of the persons who may get a letter, each turned into what a letter would
-- offer, and the first rule that excludes it. A wine bought or rejected lately is
-- excluded in its other vintages too; one on its way counts as bought lately. A step up
-- in tier is one only when it is dearer, and above all the person buys.

{{ config(pre_hook=eager_parallelism()) }}

with

scored as (

    select
        candidates.client_code,
        candidates.produit_key,
        candidates.score_affinity,
        least(100, greatest(0, candidates.score)) as score
    from {{ ref('recommendation_candidates') }} as candidates
    inner join {{ ref('letter_recipients') }} as recipients
        on candidates.client_code = recipients.client_code and recipients.rule is null
    where least(candidates.rank_any, candidates.rank_new) <= {{ var('letter_depth') }}

),

offered as (

    select distinct on (
        scored.client_code, coalesce(wines.offered_key, wines.produit_key)
    )
        scored.client_code,
        coalesce(wines.offered_key, wines.produit_key) as produit_key,
        scored.produit_key as candidate_key,
        wines.cuvee_key,
        scored.score_affinity,
        scored.score
    from scored
    inner join {{ ref('letter_catalogue') }} as wines
        on scored.produit_key = wines.produit_key
    order by
        scored.client_code asc,
        coalesce(wines.offered_key, wines.produit_key) asc,
        scored.score desc,
        scored.produit_key asc

),

family_tiers as (

    select
        known.client_code,
        known.famille_crm,
        max(known.tier_rank) as tier_rank,
        max(wines.prix_bouteille) as prix_bouteille
    from {{ ref('letter_known_wines') }} as known
    inner join {{ ref('letter_catalogue') }} as wines
        on known.produit_key = wines.produit_key
    where known.famille_crm is not null
    group by known.client_code, known.famille_crm

),

-- A box is a present, not a tier somebody drinks. Where tiers are coarse the price
-- tells: who buys a Grand Cru does not step up to a cheaper wine of the same tier.
highest_tiers as (

    select distinct on (known.client_code)
        known.client_code,
        known.tier_rank,
        wines.prix_bouteille
    from {{ ref('letter_known_wines') }} as known
    inner join {{ ref('letter_catalogue') }} as wines
        on known.produit_key = wines.produit_key and wines.contenant is null
    where known.bouteilles_gardees > 0
    order by
        known.client_code asc,
        known.tier_rank desc nulls last,
        wines.prix_bouteille desc nulls last

),

orders as (

    select
        coming.client_code,
        wines.cuvee_key,
        max(coming.date_livraison) as date_livraison
    from {{ ref('customer_open_orders') }} as coming
    inner join {{ ref('letter_catalogue') }} as wines
        on coming.produit_key = wines.produit_key
    group by coming.client_code, wines.cuvee_key

),

letter_candidates as (

    select
        offered.client_code,
        offered.produit_key,
        offered.candidate_key,
        offered.cuvee_key,
        wines.famille_crm,
        wines.millesime,
        round(offered.score::numeric, 2) as score,
        known.client_code is not null as is_known,
        known.bouteilles_gardees,
        {{ as_of_date() }} - known.dernier_achat as jours_depuis_achat,
        tiers.tier_rank as tier_connu,
        wines.tier_rank,
        case
            when known.client_code is null and wines.tier_rank = tiers.tier_rank + 1
                then case
                    when
                        (highest.tier_rank, highest.prix_bouteille)
                        > (wines.tier_rank, wines.prix_bouteille)
                        then 'gamme_depassee'
                    when wines.prix_bouteille <= tiers.prix_bouteille
                        then 'pas_plus_cher'
                end
        end as step_rule,
        tiers.client_code is not null
        or coalesce(offered.score_affinity, 0) >= {{ var('near_affinity') }} as is_near,
        case
            when wines.rule is not null then wines.rule
            when
                {{ as_of_date() }} - known.dernier_achat < {{ var('bought_days') }}
                then 'achat_recent'
            when orders.client_code is not null then 'achat_recent'
            when rejected.client_code is not null then 'refuse'
            when wines.millesime < known.millesime then 'millesime_plus_ancien'
            when
                known.bouteilles_gardees <= {{ var('lone_bottles') }}
                and {{ as_of_date() }} - known.dernier_achat
                > {{ var('lone_bottle_days') }}
                then 'achat_isole'
        end as rule,
        case
            when wines.rule is not null then null
            when
                {{ as_of_date() }} - known.dernier_achat < {{ var('bought_days') }}
                then 'Acheté le ' || {{ day_in_french('known.dernier_achat') }}
            when orders.client_code is not null
                then 'En commande, ' || {{ day_in_french('orders.date_livraison') }}
            when rejected.client_code is not null
                then 'Refusé le ' || {{ day_in_french('rejected.rejected_on') }}
            when wines.millesime < known.millesime
                then wines.millesime || ' après ' || known.millesime
            when
                known.bouteilles_gardees <= {{ var('lone_bottles') }}
                and {{ as_of_date() }} - known.dernier_achat
                > {{ var('lone_bottle_days') }}
                then 'Le ' || {{ day_in_french('known.dernier_achat') }}
        end as detail
    from offered
    inner join {{ ref('letter_catalogue') }} as wines
        on offered.produit_key = wines.produit_key
    left join {{ ref('letter_known_wines') }} as known
        on
            offered.client_code = known.client_code
            and offered.cuvee_key = known.cuvee_key
    left join family_tiers as tiers
        on
            offered.client_code = tiers.client_code
            and wines.famille_crm = tiers.famille_crm
    left join highest_tiers as highest on offered.client_code = highest.client_code
    left join orders
        on
            offered.client_code = orders.client_code
            and offered.cuvee_key = orders.cuvee_key
    left join {{ ref('letter_rejected_wines') }} as rejected
        on
            offered.client_code = rejected.client_code
            and offered.cuvee_key = rejected.cuvee_key

)

select * from letter_candidates
