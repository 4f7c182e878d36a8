-- The wines of the letters' scenarios, one vintage of each, and who gets the bottles
-- when there are fewer than letters: first the persons for whom the wine comes first,
-- then those with the higher scores. In the same order no wine comes into more than its
-- share of the week's letters. A letter that gets none goes on with its next wine.

with

wanted as (

    select
        scenario_wines.*,
        row_number() over (
            partition by scenario_wines.client_code, scenario_wines.cuvee_key
            order by
                scenario_wines.score desc,
                scenario_wines.millesime desc nulls last,
                scenario_wines.produit_key asc
        ) > {{ var('vintages_per_wine') }} as is_spare
    from {{ ref('letter_scenario_wines') }} as scenario_wines
    inner join {{ ref('letter_scenarios') }} as scenarios
        on
            scenario_wines.client_code = scenarios.client_code
            and scenario_wines.scenario = scenarios.scenario
            and scenarios.rule is null

),

placed as (

    select
        *,
        row_number() over (
            partition by client_code, is_spare order by score desc, produit_key asc
        ) as place
    from wanted

),

queued as (

    select
        *,
        row_number() over (
            partition by produit_key, is_spare
            order by place asc, score desc, client_code asc
        ) as turn,
        count(*) over (partition by produit_key, is_spare) as nb_letters,
        row_number() over (
            partition by cuvee_key, is_spare
            order by place asc, score desc, client_code asc
        ) as wine_turn
    from placed

),

ceiling as (

    select
        greatest(
            {{ var('letter_wine_minimum') }},
            floor({{ var('letter_wine_share') }} * count(*))
        )::bigint as nb_letters
    from {{ ref('letter_scenarios') }}
    where rule is null

),

letter_allocations as (

    select
        queued.client_code,
        queued.produit_key,
        queued.scenario,
        queued.candidate_key,
        queued.cuvee_key,
        queued.famille_crm,
        queued.millesime,
        queued.score,
        case when not queued.is_spare then queued.turn end as turn,
        case
            when queued.is_spare then 'autre_millesime'
            when queued.turn * {{ var('letter_bottles') }} > wines.disponible
                then 'stock_partage'
            when queued.wine_turn > ceiling.nb_letters then 'vin_trop_propose'
        end as rule,
        case
            when queued.is_spare then null
            when queued.turn * {{ var('letter_bottles') }} > wines.disponible
                then
                    trim_scale(wines.disponible) || ' pour '
                    || {{ counted('queued.nb_letters', 'lettre', 'lettres') }}
            when queued.wine_turn > ceiling.nb_letters
                then {{ counted('ceiling.nb_letters', 'lettre', 'lettres') }}
        end as detail
    from queued
    inner join {{ ref('letter_catalogue') }} as wines
        on queued.produit_key = wines.produit_key
    cross join ceiling

)

select * from letter_allocations
