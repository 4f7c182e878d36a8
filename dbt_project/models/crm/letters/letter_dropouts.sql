-- Persons no rule excludes and who get no letter all the same: how far theirs came.

with

candidates as (

    select
        client_code,
        count(*) as nb,
        count(*) filter (where rule is null) as nb_possible
    from {{ ref('letter_candidates') }}
    group by client_code

),

written as (

    select distinct client_code
    from {{ ref('letter_lines') }}
    where rule is null

),

over_proposed as (

    select distinct client_code
    from {{ ref('letter_allocations') }}
    where rule = 'vin_trop_propose'

),

letter_dropouts as (

    select
        recipients.client_code,
        case
            when candidates.nb is null then 'aucun_candidat'
            when candidates.nb_possible = 0 then 'aucun_vin'
            when scenarios.client_code is null then 'aucun_scenario'
            when over_proposed.client_code is not null then 'vins_trop_proposes'
            else 'stock_promis'
        end as rule,
        {{ counted('candidates.nb', 'candidat', 'candidats') }} || ', '
        || {{ counted('candidates.nb_possible', 'possible', 'possibles') }} as detail
    from {{ ref('letter_recipients') }} as recipients
    left join candidates on recipients.client_code = candidates.client_code
    left join {{ ref('letter_scenarios') }} as scenarios
        on recipients.client_code = scenarios.client_code
    left join over_proposed
        on recipients.client_code = over_proposed.client_code
    left join written on recipients.client_code = written.client_code
    where
        recipients.rule is null
        and scenarios.rule is null
        and written.client_code is null

)

select * from letter_dropouts
