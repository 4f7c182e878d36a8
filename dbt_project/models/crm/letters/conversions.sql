-- An order answers the last letter that advised one of its wines in the days before it.
-- Opens play no part: what counts is the wine bought.

with

letters as (

    select
        outbox.send_id,
        outbox.reco_id,
        outbox.scenario,
        -- A letter written to one code answers for the person.
        coalesce(clients.master_client_code, outbox.client_code) as client_code,
        {{ paris_date('outbox.accepted_at') }} as sent_on,
        outbox.accepted_at

    from {{ source('activation', 'outbox') }} as outbox
    left join {{ ref('clients') }} as clients
        on outbox.client_code = clients.client_code
    where outbox.accepted_at is not null

),

advised as (

    select distinct
        letters.*,
        item.value ->> 'produit_key' as produit_key

    from letters
    inner join {{ source('activation', 'recommendations') }} as recommendations
        on letters.reco_id = recommendations.reco_id
    cross join lateral jsonb_array_elements(recommendations.items) as item (value)

),

bought as (

    select
        sales.document_id,
        sales.client_code,
        sales.date_livraison,
        advised.send_id,
        advised.reco_id,
        advised.scenario,
        advised.sent_on,
        advised.accepted_at,
        count(distinct sales.produit_key) as nb_vins,
        sum(sales.mt_ht) as mt_ht

    from {{ ref('customer_sales_lines') }} as sales
    inner join advised
        on
            sales.client_code = advised.client_code
            and sales.produit_key = advised.produit_key
            and sales.date_livraison > advised.sent_on
            and sales.date_livraison
            <= advised.sent_on + {{ var('conversion_days') }}
    where sales.is_purchase
    group by
        sales.document_id,
        sales.client_code,
        sales.date_livraison,
        advised.send_id,
        advised.reco_id,
        advised.scenario,
        advised.sent_on,
        advised.accepted_at

),

conversions as (

    select distinct on (client_code, document_id)
        client_code,
        document_id,
        send_id,
        reco_id,
        scenario,
        sent_on,
        date_livraison,
        date_livraison - sent_on as days_after,
        nb_vins,
        mt_ht

    from bought
    order by
        client_code asc, document_id asc, accepted_at desc, send_id asc

)

select * from conversions
