-- The wines of letters the house rejected, for as long as that counts. The last
-- decision on a letter decides: one approved after all rejects nothing. A letter
-- rejected today is not written again today, lest its new content overwrite the wines
-- that were rejected.

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

rejected as (

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
        rejected.client_code,
        coalesce(wines.cuvee_key, item.value ->> 'produit_key') as cuvee_key,
        max(rejected.rejected_on) as rejected_on,
        bool_or(rejected.as_of_date = {{ as_of_date() }}) as is_todays_letter
    from rejected
    cross join lateral jsonb_array_elements(rejected.items) as item (value)
    left join {{ ref('letter_catalogue') }} as wines
        on item.value ->> 'produit_key' = wines.produit_key
    where item.value ->> 'produit_key' is not null
    group by
        rejected.client_code, coalesce(wines.cuvee_key, item.value ->> 'produit_key')

)

select * from letter_rejected_wines
