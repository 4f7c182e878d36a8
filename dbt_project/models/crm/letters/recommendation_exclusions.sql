-- Why a person gets no letter, and why not this wine: one row per person excluded, and
-- for the others one per candidate that is not in their letter.

{{ config(pre_hook=eager_parallelism()) }}

with

replaced as (

    select
        candidates.client_code,
        candidates.produit_key,
        offers.produit_label as offered_label
    from {{ ref('recommendation_candidates') }} as candidates
    inner join {{ ref('letter_recipients') }} as recipients
        on candidates.client_code = recipients.client_code and recipients.rule is null
    inner join {{ ref('letter_catalogue') }} as wines
        on
            candidates.produit_key = wines.produit_key
            and candidates.produit_key <> wines.offered_key
    inner join {{ ref('letter_catalogue') }} as offers
        on wines.offered_key = offers.produit_key
    where least(candidates.rank_any, candidates.rank_new) <= {{ var('letter_depth') }}

),

unfit as (

    select
        candidates.client_code,
        candidates.produit_key,
        case
            when candidates.step_rule is not null then candidates.step_rule
            when
                candidates.bouteilles_gardees > 0
                and candidates.jours_depuis_achat < {{ var('rebuy_min_days') }}
                then 'pas_encore_attendu'
            else 'hors_scenario'
        end as rule,
        candidates.jours_depuis_achat
    from {{ ref('letter_candidates') }} as candidates
    left join {{ ref('letter_scenario_wines') }} as scenario_wines
        on
            candidates.client_code = scenario_wines.client_code
            and candidates.produit_key = scenario_wines.produit_key
    where candidates.rule is null and scenario_wines.client_code is null

),

elsewhere as (

    select
        scenario_wines.client_code,
        scenario_wines.produit_key,
        names.libelle
    from {{ ref('letter_scenario_wines') }} as scenario_wines
    inner join {{ ref('letter_scenarios') }} as scenarios
        on scenario_wines.client_code = scenarios.client_code
    inner join {{ ref('scenarios') }} as names on scenarios.scenario = names.scenario
    group by scenario_wines.client_code, scenario_wines.produit_key, names.libelle
    having not bool_or(scenario_wines.scenario = scenarios.scenario)

),

excluded as (

    {%- for step in ['letter_recipients', 'letter_scenarios', 'letter_dropouts'] %}
    select
        client_code,
        null as produit_key,
        rule,
        detail
    from {{ ref(step) }}
    where rule is not null
    union all
    {%- endfor %}
    {%- for step in ['letter_candidates', 'letter_allocations', 'letter_lines'] %}
    select
        client_code,
        produit_key,
        rule,
        detail
    from {{ ref(step) }}
    where rule is not null
    union all
    {%- endfor %}
    select
        client_code,
        produit_key,
        'nouveau_millesime' as rule,
        offered_label as detail
    from replaced
    union all
    select
        client_code,
        produit_key,
        rule,
        case
            when rule = 'pas_encore_attendu' then 'Commandé le ' || {{ day_in_french(
                as_of_date() ~ ' - jours_depuis_achat'
            ) }}
        end as detail
    from unfit
    union all
    select
        client_code,
        produit_key,
        'autre_scenario' as rule,
        libelle as detail
    from elsewhere

),

recommendation_exclusions as (

    select
        md5(concat_ws('|', excluded.client_code, excluded.produit_key)) as exclusion_id,
        excluded.client_code,
        excluded.produit_key,
        reasons.level,
        excluded.rule,
        coalesce(reasons.libelle || ' : ' || excluded.detail, reasons.libelle)
            as detail,
        {{ as_of_date() }} as as_of_date
    from excluded
    left join {{ ref('reasons') }} as reasons on excluded.rule = reasons.code

)

select * from recommendation_exclusions
