-- Letters the house refused, wine by wine, while the refusal holds. The last decision
-- on a letter counts: one approved after all refuses nothing. A letter refused today is
-- not written again today, lest its new content overwrite the wines that were refused.

with

decisions as (

    select distinct on (reco_id)
        reco_id,
        content_hash,
        decision,
        {{ paris_date('decided_at') }} as rejected_on
    from {{ source('activation', 'approvals') }}
    order by reco_id asc, approval_id desc

),

refused as (

    select
        coalesce(clients.master_client_code, recommendations.client_code)
            as client_code,
        recommendations.as_of_date,
        decisions.rejected_on,
        recommendations.items
    from decisions
    inner join {{ source('activation', 'recommendations') }} as recommendations
        on
            decisions.reco_id = recommendations.reco_id
            and decisions.content_hash = recommendations.content_hash
    left join {{ ref('clients') }} as clients
        on recommendations.client_code = clients.client_code
    where
        decisions.decision in ('rejected', 'revoked')
        and decisions.rejected_on > {{ as_of_date() }} - {{ var('rejected_days') }}
        and recommendations.client_code is not null

),

letter_rejected_wines as (

    select
        refused.client_code,
        {{ cuvee_key("item.value ->> 'produit_key'") }} as cuvee_key,
        max(refused.rejected_on) as rejected_on,
        bool_or(refused.as_of_date = {{ as_of_date() }}) as is_todays_letter
    from refused
    cross join lateral jsonb_array_elements(refused.items) as item (value)
    where item.value ->> 'produit_key' is not null
    group by refused.client_code, {{ cuvee_key("item.value ->> 'produit_key'") }}

)

select * from letter_rejected_wines
