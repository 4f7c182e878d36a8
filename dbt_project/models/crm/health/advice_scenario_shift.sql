-- Whether letters moved from one scenario to another: of the scenarios of one priority,
-- between which the wines decide, the one whose share of the letters moved most since
-- those proposed on the days before. One row.

with

letters as (

    select distinct
        client_code,
        scenario,
        true as is_of_the_day
    from {{ ref('recommendation_items') }}

    union all

    -- What was proposed last of a person on a day.
    select
        client_code,
        scenario,
        false as is_of_the_day
    from (
        select distinct on (client_code, as_of_date)
            client_code,
            scenario
        from {{ source('activation', 'recommendations') }}
        where
            client_code is not null
            and as_of_date < {{ as_of_date() }}
            and as_of_date >= {{ as_of_date() }} - {{ var('advice_shift_days') }}
        order by client_code asc, as_of_date asc, proposed_at desc, reco_id asc
    ) as proposed

),

counted as (

    select
        scenarios.priority,
        scenarios.scenario,
        scenarios.libelle,
        count(*) filter (where letters.is_of_the_day) as nb_letters,
        count(*) filter (where not letters.is_of_the_day) as nb_before
    from {{ ref('scenarios') }} as scenarios
    left join letters on scenarios.scenario = letters.scenario
    group by scenarios.priority, scenarios.scenario, scenarios.libelle

),

shares as (

    select
        *,
        sum(nb_letters) over (partition by priority) as priority_letters,
        sum(nb_before) over (partition by priority) as priority_before
    from counted

),

moved as (

    select
        scenario,
        libelle,
        priority_letters::bigint as nb_letters,
        priority_before::bigint as nb_before,
        100 * nb_letters / nullif(priority_letters, 0)
        - 100 * nb_before / nullif(priority_before, 0) as points
    from shares

),

advice_scenario_shift as (

    select *
    from moved
    order by abs(points) desc nulls last, scenario asc
    limit 1

)

select * from advice_scenario_shift
