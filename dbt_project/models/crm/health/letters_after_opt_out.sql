-- Letters that left after their person had said no, in the month before as_of_date
-- only: what happened once is dealt with by a person, and must not fail every run that
-- follows. A model of its own, which nothing reads: a failing check keeps dbt from
-- building what rests on what it looked at, and the page that tells it must be built.

with

letters_after_opt_out as (

    select
        outbox.send_id,
        outbox.accepted_at,
        suppressions.reason,
        suppressions.effective_at
    from {{ source('activation', 'outbox') }} as outbox
    inner join {{ source('activation', 'suppressions') }} as suppressions
        on
            outbox.email_hash = suppressions.email_hash
            or outbox.client_hash = suppressions.client_hash
    where
        outbox.accepted_at > suppressions.effective_at
        and suppressions.lifted_at is null
        and outbox.accepted_at > {{ as_of_date() }} - 30

)

select * from letters_after_opt_out
