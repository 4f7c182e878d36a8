"""Who decided what, and when: every table in which the house decides, read as one list.

Each is only added to; what an erasure takes out is the reason a person typed, and who it was about.
"""

from datetime import date

from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse.rows import Row, rows, value

_DECIDED = """
    with decided as (
        select min(decided_at) as at, decided_by as by_whom,
            case when bool_or(undoes is not null) then 'undo' else decision end as what,
            count(*) as letters, reason as told, null as client_code
        from activation.approvals
        where decided_at >= %(first)s and decided_at < %(next)s
        -- Those without a batch, one by one: a minute of them together.
        group by decided_by, decision, reason, batch_id,
            case when batch_id is null then date_trunc('minute', decided_at) end
        union all
        select asked_at, asked_by, 'send',
            (select count(*) from activation.sending_letters as l
             where l.sending_id = sendings.sending_id), null, null
        from activation.sendings
        union all
        select taken_back_at, taken_back_by, 'send_taken_back', null, null, null
        from activation.sendings where taken_back_at is not null
        union all
        select stop_asked_at, stop_asked_by, 'send_stopped', null, null, null
        from activation.sendings where stop_asked_at is not null
        union all
        select decided_at, decided_by, case when has_left then 'left' else 'not_left' end, 1, null,
            null
        from activation.doubt_decisions
        union all
        select decided_at, decided_by, 'health', null, concat_ws(' : ', said, reason), null
        from activation.health_overrides
        union all
        select recorded_at, recorded_by, 'opt_out', null, told_to, client_code
        from activation.opt_outs_heard
        union all
        select lifted_at, lifted_by, 'lifted', null, proof, client_code
        from activation.suppressions where lifted_at is not null
        union all
        select recorded_at, recorded_by, 'occasion', null, canal, client_code
        from activation.occasions
        union all
        select taken_back_at, taken_back_by, 'occasion_taken_back', null, canal, client_code
        from activation.occasions where taken_back_at is not null
        union all
        select asked_at, asked_by, kind, null, said, client_code from activation.privacy_requests
        union all
        select taken_at, taken_by, 'access_taken', null, null, client_code
        from activation.privacy_requests where taken_at is not null
    )

    select at, by_whom, what, letters, told, client_code from decided
    where at >= %(first)s and at < %(next)s
    order by at desc, what
"""
MOST = 500  # lines of a page
_FIRST = """
    select min(at) from (
        select min(decided_at) as at from activation.approvals
        union all
        select min(asked_at) from activation.sendings
    ) as firsts
"""


def journal(conn: Connection, month: date) -> list[Row]:
    """Return what was decided in the month that begins on `month`, newest first."""
    return rows(conn, _DECIDED, {"first": month, "next": following(month)})


def months(conn: Connection, today: date) -> list[date]:
    """Return the first day of each month anything may have been decided in, newest first."""
    first = value(conn, _FIRST)
    month = today.replace(day=1)
    found: list[date] = []
    while not found or (first and month >= first.date().replace(day=1) and len(found) < 120):
        found.append(month)
        month = (
            month.replace(year=month.year - 1, month=12)
            if month.month == 1
            else month.replace(month=month.month - 1)
        )
    return found


def following(month: date) -> date:
    """Return the first day of the month after."""
    if month.month == 12:
        return month.replace(year=month.year + 1, month=1)
    return month.replace(month=month.month + 1)
