-- Whoever and whatever each rule stopped, one step of the pipeline after the other.

with

replaced as (

    select
        candidates.client_code,
        candidates.produit_key,
        wines.offered_key
    from {{ ref('recommendation_candidates') }} as candidates
    inner join {{ ref('letter_persons') }} as persons
        on candidates.client_code = persons.client_code and persons.rule is null
    inner join {{ ref('letter_wines') }} as wines
        on
            candidates.produit_key = wines.produit_key
            and candidates.produit_key <> wines.offered_key

),

unfit as (

    select
        client_code,
        produit_key
    from {{ ref('letter_candidates') }}
    where rule is null
    except
    select
        client_code,
        produit_key
    from {{ ref('letter_offers') }}

),

elsewhere as (

    select
        offers.client_code,
        offers.produit_key,
        choices.scenario
    from {{ ref('letter_offers') }} as offers
    inner join {{ ref('letter_choices') }} as choices
        on offers.client_code = choices.client_code
    group by offers.client_code, offers.produit_key, choices.scenario
    having not bool_or(offers.scenario = choices.scenario)

),

letter_exclusions as (

    {%- for step in ['letter_persons', 'letter_choices'] %}
    select
        client_code,
        null as produit_key,
        rule,
        detail
    from {{ ref(step) }}
    where rule is not null
    union all
    {%- endfor %}
    {%- for step in ['letter_candidates', 'letter_stock', 'letter_places'] %}
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
        'hors_scenario' as rule,
        null as detail
    from unfit
    union all
    select
        client_code,
        produit_key,
        'autre_scenario' as rule,
        scenario as detail
    from elsewhere

)

select * from letter_exclusions
