-- What persons answered to earlier advice, wine by wine, up to as_of_date: refused by
-- the owner, clicked by the person.

with

letters as (

    select
        outbox.send_id,
        outbox.client_code,
        unnest(outbox.produit_keys) as produit_key
    from {{ source('activation', 'outbox') }} as outbox
    where outbox.client_code is not null

),

clicks as (

    select
        letters.client_code,
        letters.produit_key,
        'clicked' as kind,
        max({{ paris_date('events.occurred_at') }}) as answered_on
    from letters
    inner join {{ source('activation', 'events') }} as events
        on letters.send_id = events.send_id and events.type = 'click'
    where {{ paris_date('events.occurred_at') }} <= {{ as_of_date() }}
    group by letters.client_code, letters.produit_key

),

-- The last decision on a proposal stands.
decisions as (

    select distinct on (approvals.reco_id)
        approvals.reco_id,
        approvals.decision,
        {{ paris_date('approvals.decided_at') }} as decided_on
    from {{ source('activation', 'approvals') }} as approvals
    where {{ paris_date('approvals.decided_at') }} <= {{ as_of_date() }}
    order by approvals.reco_id asc, approvals.approval_id desc

),

refusals as (

    select
        proposals.client_code,
        items.item ->> 'produit_key' as produit_key,
        'refused' as kind,
        max(decisions.decided_on) as answered_on
    from decisions
    inner join {{ source('activation', 'recommendations') }} as proposals
        on decisions.reco_id = proposals.reco_id
    cross join lateral jsonb_array_elements(proposals.items) as items (item)
    where
        decisions.decision = 'rejected'
        and proposals.client_code is not null
        and items.item ->> 'produit_key' is not null
    group by proposals.client_code, items.item ->> 'produit_key'

),

reco_feedback as (

    select * from clicks
    union all
    select * from refusals

)

select * from reco_feedback
