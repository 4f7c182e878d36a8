-- Which scenarios a wine fits for a person: at most one of REBUY, UPSELL and
-- CROSS_SELL, and besides it the scenario the person is in, WINBACK or NURTURE. REBUY
-- is for a wine bought before, CROSS_SELL and UPSELL for one never bought, in any
-- vintage.

with

candidates as (

    select
        candidates.*,
        recipients.is_winback,
        recipients.is_nurture,
        candidates.jours_depuis_achat
        between {{ var('rebuy_min_days') }} and {{ var('rebuy_max_days') }}
        or candidates.jours_depuis_achat
        between (1 - {{ var('rebuy_rhythm_margin') }}) * recipients.rythme_jours
        and (1 + {{ var('rebuy_rhythm_margin') }}) * recipients.rythme_jours as is_due
    from {{ ref('letter_candidates') }} as candidates
    inner join {{ ref('letter_recipients') }} as recipients
        on candidates.client_code = recipients.client_code
    where
        candidates.rule is null
        -- A wine returned in full was not liked.
        and (not candidates.is_known or candidates.bouteilles_gardees > 0)

),

letter_scenario_wines as (

    select
        candidates.client_code,
        unnest(array_remove(array[
            case when candidates.is_winback then 'WINBACK' end,
            case
                when
                    candidates.is_nurture
                    and not candidates.is_known
                    and candidates.is_near
                    then 'NURTURE'
            end,
            case
                when candidates.is_known and candidates.is_due then 'REBUY'
                when candidates.is_known then null
                when candidates.step_rule is not null then null
                when candidates.tier_rank = candidates.tier_connu + 1 then 'UPSELL'
                when candidates.is_near then 'CROSS_SELL'
            end
        ], null)) as scenario,
        candidates.produit_key,
        candidates.candidate_key,
        candidates.cuvee_key,
        candidates.famille_crm,
        candidates.millesime,
        candidates.is_known,
        candidates.score
    from candidates

)

select * from letter_scenario_wines
