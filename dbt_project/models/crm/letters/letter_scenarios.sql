-- One scenario per person, then one letter per address. The scenario of the smallest
-- priority wins (seed `scenarios`); among equals, that of the best wine, each height
-- multiplied by the weight of its scenario. Of two persons at one address, the better
-- customer gets the letter.
--
-- A score of a known wine and one of a new wine are on two scales, and how either is
-- worked out changes. What is compared is how high each stands among its own: the share
-- of all buyers whose best known (or best new) wine has no better score.

with

best_of_buyers as (

    select
        client_code,
        is_known,
        round(max(score), 2) as score
    from {{ ref('recommendation_candidates') }}
    group by client_code, is_known

),

best_of_letters as (

    select
        client_code,
        scenario,
        is_known,
        max(score) as score
    from {{ ref('letter_scenario_wines') }}
    group by client_code, scenario, is_known

),

compared as (

    select
        client_code,
        null as scenario,
        is_known,
        score
    from best_of_buyers

    union all

    select
        client_code,
        scenario,
        is_known,
        score
    from best_of_letters

),

heights as (

    select
        client_code,
        scenario,
        (
            count(*) filter (where scenario is null) over (
                partition by is_known order by score asc
            )
        )::numeric
        / greatest(
            count(*) filter (where scenario is null) over (partition by is_known), 1
        ) as height
    from compared

),

scenario_heights as (

    select
        heights.client_code,
        heights.scenario,
        scenarios.priority,
        scenarios.place,
        max(heights.height * scenarios.weight) as letter_height
    from heights
    inner join {{ ref('scenarios') }} as scenarios
        on heights.scenario = scenarios.scenario
    group by
        heights.client_code,
        heights.scenario,
        scenarios.priority,
        scenarios.place

),

chosen as (

    select distinct on (client_code)
        client_code,
        scenario,
        letter_height
    from scenario_heights
    order by client_code asc, priority asc, letter_height desc, place asc

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
        letter_height,
        case when written_to <> client_code then 'meme_adresse' end as rule,
        case when written_to <> client_code then 'Lettre adressée à ' || written_to end
            as detail
    from at_address

)

select * from letter_scenarios
