-- The gain of the wines of a letter the person clicked on within a year, fading to
-- nothing at its end. Opens are no sign of interest and are not read.

with

clicks as (

    select
        coalesce(clients.master_client_code, outbox.client_code) as client_code,
        unnest(outbox.produit_keys) as produit_key,
        {{ paris_date('events.occurred_at') }} as clicked_on
    from {{ source('activation', 'outbox') }} as outbox
    inner join {{ source('activation', 'events') }} as events
        on outbox.send_id = events.send_id and events.type = 'click'
    left join {{ ref('clients') }} as clients
        on outbox.client_code = clients.client_code
    where outbox.client_code is not null

),

advice_clicked as (

    select
        persons.person_id,
        products.product_id,
        {{ var('advice_click_gain') }}::float8 * (
            1 - ({{ as_of_date() }} - max(clicks.clicked_on))::float8
            / {{ var('advice_click_days') }}
        ) as gain
    from clicks
    inner join {{ ref('advice_persons') }} as persons
        on clicks.client_code = persons.client_code
    inner join {{ ref('advice_products') }} as products
        on clicks.produit_key = products.produit_key
    where
        clicks.clicked_on <= {{ as_of_date() }}
        and clicks.clicked_on > {{ as_of_date() }} - {{ var('advice_click_days') }}
    group by persons.person_id, products.product_id

)

select * from advice_clicked
