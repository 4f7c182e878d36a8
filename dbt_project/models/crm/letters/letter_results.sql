-- What became of letters, by the week they left and their scenario, and how many chance
-- kept back in that week. Orders are those that answer a letter (crm.conversions):
-- attributed to it, whether or not it caused them.

with

letters as (

    select
        send_id,
        scenario,
        date_trunc(
            'week', {{ paris_date('coalesce(accepted_at, updated_at)') }}
        )::date as semaine,
        state = 'held_out' as is_held_out
    from {{ source('activation', 'outbox') }}
    where accepted_at is not null or state = 'held_out'

),

answers as (

    select
        send_id,
        -- Whoever clicks has the letter, whether or not its arrival was told.
        bool_or(type in ('delivered', 'click')) as is_delivered,
        bool_or(type = 'click') as is_clicked,
        bool_or(type in ('unsubscribe', 'spam')) as is_unsubscribed
    from {{ source('activation', 'events') }}
    where type in ('delivered', 'click', 'unsubscribe', 'spam')
    group by send_id

),

orders as (

    select
        send_id,
        count(*) as commandes,
        sum(mt_ht) as mt_ht
    from {{ ref('conversions') }}
    group by send_id

),

letter_results as (

    select
        letters.semaine,
        letters.scenario,
        count(*) filter (where not letters.is_held_out) as parties,
        count(*) filter (where answers.is_delivered) as remises,
        count(*) filter (where answers.is_clicked) as cliquees,
        count(*) filter (where answers.is_unsubscribed) as desinscriptions,
        coalesce(sum(orders.commandes), 0)::bigint as commandes_attribuees,
        coalesce(sum(orders.mt_ht), 0) as mt_ht_attribue,
        count(*) filter (where letters.is_held_out) as gardees
    from letters
    left join answers on letters.send_id = answers.send_id
    left join orders on letters.send_id = orders.send_id
    group by letters.semaine, letters.scenario

)

select * from letter_results
