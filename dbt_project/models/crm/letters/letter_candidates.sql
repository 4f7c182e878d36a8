-- Candidates of the persons who may get a letter, each turned into what a letter would
-- offer, and the first rule that stops it. A person is never offered a wine bought or
-- refused lately in another vintage either.

with

scored as (

    select
        candidates.client_code,
        candidates.produit_key,
        candidates.score_affinity,
        least(100, greatest(0, candidates.score)) as score
    from {{ ref('recommendation_candidates') }} as candidates
    inner join {{ ref('letter_recipients') }} as persons
        on candidates.client_code = persons.client_code and persons.rule is null
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
        client_code,
        famille_crm,
        max(tier_rank) as tier_rank
    from {{ ref('letter_known_wines') }}
    where famille_crm is not null
    group by client_code, famille_crm

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
        tastes.client_code is not null as is_known,
        tastes.bouteilles_gardees,
        {{ as_of_date() }} - tastes.dernier_achat as jours_depuis_achat,
        tiers.tier_rank as tier_connu,
        wines.tier_rank,
        tiers.client_code is not null
        or coalesce(offered.score_affinity, 0) >= {{ var('near_affinity') }} as is_near,
        case
            when wines.rule is not null then wines.rule
            when
                {{ as_of_date() }} - tastes.dernier_achat < {{ var('bought_days') }}
                then 'achat_recent'
            when refusals.client_code is not null then 'refuse'
        end as rule,
        case
            when wines.rule is not null then null
            when
                {{ as_of_date() }} - tastes.dernier_achat < {{ var('bought_days') }}
                then 'Acheté le ' || {{ day_in_french('tastes.dernier_achat') }}
            when refusals.client_code is not null
                then 'Refusé le ' || {{ day_in_french('refusals.rejected_on') }}
        end as detail
    from offered
    inner join {{ ref('letter_catalogue') }} as wines
        on offered.produit_key = wines.produit_key
    left join {{ ref('letter_known_wines') }} as tastes
        on
            offered.client_code = tastes.client_code
            and offered.cuvee_key = tastes.cuvee_key
    left join family_tiers as tiers
        on
            offered.client_code = tiers.client_code
            and wines.famille_crm = tiers.famille_crm
    left join {{ ref('letter_rejected_wines') }} as refusals
        on
            offered.client_code = refusals.client_code
            and offered.cuvee_key = refusals.cuvee_key

)

select * from letter_candidates
