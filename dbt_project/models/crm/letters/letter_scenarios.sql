-- One scenario per person, then one letter per address. The scenario of the smallest
-- priority wins (seed `scenarios`); among equals, that of the best wine, each score
-- multiplied by the weight of its scenario. Of two persons at one address, the better
-- customer gets the letter.

with

scenario_scores as (

    select
        scenario_wines.client_code,
        scenario_wines.scenario,
        scenarios.priority,
        scenarios.place,
        max(scenario_wines.score * scenarios.weight) as letter_score
    from {{ ref('letter_scenario_wines') }} as scenario_wines
    inner join {{ ref('scenarios') }} as scenarios
        on scenario_wines.scenario = scenarios.scenario
    group by
        scenario_wines.client_code,
        scenario_wines.scenario,
        scenarios.priority,
        scenarios.place

),

chosen as (

    select distinct on (client_code)
        client_code,
        scenario,
        letter_score
    from scenario_scores
    order by client_code asc, priority asc, letter_score desc, place asc

),

at_address as (

    select
        chosen.*,
        first_value(chosen.client_code) over (
            partition by recipients.email
            order by
                recipients.total_achats desc, recipients.dernier_achat desc,
                chosen.client_code asc
        ) as written_to
    from chosen
    inner join {{ ref('letter_recipients') }} as recipients
        on chosen.client_code = recipients.client_code

),

letter_scenarios as (

    select
        client_code,
        scenario,
        letter_score,
        case when written_to <> client_code then 'meme_adresse' end as rule,
        case when written_to <> client_code then 'Lettre adressée à ' || written_to end
            as detail
    from at_address

)

select * from letter_scenarios
