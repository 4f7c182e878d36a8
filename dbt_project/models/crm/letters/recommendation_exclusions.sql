-- Why a person gets no letter, and why not this wine: one row per person excluded, and
-- for the others one per candidate that is not in their letter.

with

replaced as (

    select
        candidates.client_code,
        candidates.produit_key,
        wines.offered_key
    from {{ ref('recommendation_candidates') }} as candidates
    inner join {{ ref('letter_recipients') }} as recipients
        on candidates.client_code = recipients.client_code and recipients.rule is null
    inner join {{ ref('letter_catalogue') }} as wines
        on
            candidates.produit_key = wines.produit_key
            and candidates.produit_key <> wines.offered_key
    where least(candidates.rank_any, candidates.rank_new) <= {{ var('letter_depth') }}

),

unfit as (

    select
        candidates.client_code,
        candidates.produit_key,
        coalesce(candidates.step_rule, 'hors_scenario') as rule
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
        scenarios.scenario
    from {{ ref('letter_scenario_wines') }} as scenario_wines
    inner join {{ ref('letter_scenarios') }} as scenarios
        on scenario_wines.client_code = scenarios.client_code
    group by scenario_wines.client_code, scenario_wines.produit_key, scenarios.scenario
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
        offered_key as detail
    from replaced
    union all
    select
        client_code,
        produit_key,
        rule,
        null as detail
    from unfit
    union all
    select
        client_code,
        produit_key,
        'autre_scenario' as rule,
        scenario as detail
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
