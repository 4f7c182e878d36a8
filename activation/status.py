"""Where every letter stands: what is on record, and what Brevo has to tell."""

import uuid
from collections import Counter
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.carry_out import APPROVED
from activation.feedback.inbox import read_inbox
from activation.feedback.pull import pull
from activation.sending.doubts import look_again
from activation.session import Session
from warehouse.rows import reading_warehouse, rows, value

# Approved letters the next sending takes up come first.
LETTERS = f"""
select 'approved' as state, '' as reason, count(*) as letters {APPROVED} having count(*) > 0
union all (
    select state, coalesce(outcome_reason, error_code, '') as reason, count(*) as letters
    from activation.outbox group by 1, 2 order by 1, 3 desc, 2
)
"""  # noqa: S608 - built from constants
# Each letter a person approved, whoever it is to, and what became of it; the latest first.
EACH_LETTER = f"""
select
    letters.client_code, persons.nom, persons.prenom, persons.ville, letters.scenario,
    letters.state, letters.reason, letters.moment, letters.send_id
from (
    select client_code, scenario, state, coalesce(outcome_reason, error_code, '') as reason,
        coalesce(accepted_at, greatest(not_before, next_attempt_at), updated_at) as moment,
        send_id::text
    from activation.outbox
    union all
    select kept.client_code, kept.scenario, 'approved', '', null, null {APPROVED}
) as letters
-- A letter keeps the code it was written under; the person may be known under another since.
left join etl.clients as codes on letters.client_code = codes.client_code
left join crm.customer_360 as persons
    on coalesce(codes.master_client_code, letters.client_code) = persons.client_code
where (%(states)s::text[] is null or letters.state = any(%(states)s))
    and (
        %(client)s::text is null
        or coalesce(codes.master_client_code, letters.client_code) = %(client)s
    )
order by letters.moment desc nulls first, letters.client_code
limit %(most)s
"""  # noqa: S608 - built from constants
EVENTS = """
select type, count(*) as events, count(distinct send_id) as letters, max(occurred_at) as last
from activation.events group by 1 order by 1
"""
SUPPRESSIONS = """
select scope, reason, count(*) as "refusals" from activation.suppressions
where lifted_at is null group by 1, 2 order by 1, 2
"""
CONTACTS = """
select last_status as status, count(*) as contacts from activation.contact_state
group by 1 order by 1
"""
FAILED_CONTACTS = """
select client_code, last_error from activation.contact_state where last_status = 'failed'
order by client_code
"""
FAILED_LETTERS = """
select distinct o.send_id::text, o.scenario, o.error_code, o.error_message
from activation.outbox as o
inner join activation.attempts as a on o.send_id = a.send_id
where o.state = 'failed' and a.run_id = %s
order by 1
"""
RUNS = """
select command, mode, started_at, finished_at, exit_code, counters from activation.runs
order by started_at desc limit 5
"""
BREAKER = "select reason from activation.breaker_openings where closed_at is null limit 1"


def status(conn: Connection) -> dict[str, Any]:
    """Return the whole picture as plain data; needs no key and makes no call."""
    picture = {
        "letters": rows(conn, LETTERS),
        "events": rows(conn, EVENTS),
        "refusals": rows(conn, SUPPRESSIONS),
        "contacts": rows(conn, CONTACTS),
        "last_runs": rows(conn, RUNS),
        "breaker": value(conn, BREAKER),
    }
    conn.commit()
    return picture


def letters(
    conn: Connection,
    states: list[str] | None = None,
    client: str | None = None,
    most: int | None = None,
) -> list[dict[str, Any]]:
    """Return each letter with its person, its state and why; `most` of them, the latest first.

    Raises ConfigurationError before the warehouse is built: people have no names yet.
    """
    with reading_warehouse(conn):
        found = rows(conn, EACH_LETTER, {"states": states, "client": client, "most": most})
    conn.commit()
    return found


def failed_contacts(conn: Connection) -> list[dict[str, Any]]:
    """Return the contacts Brevo said no to or did not keep as sent, with the reason."""
    found = rows(conn, FAILED_CONTACTS)
    conn.commit()
    return found


def failed_letters(conn: Connection, run_id: uuid.UUID) -> list[dict[str, Any]]:
    """Return the letters Brevo said no to in one run, with its answer; addresses are masked."""
    found = rows(conn, FAILED_LETTERS, (str(run_id),))
    conn.commit()
    return found


def read_statuses(session: Session, *, deep: bool = False) -> Counter[str]:
    """Bring statuses and opt-outs into the warehouse; return what was new, by kind."""
    counts = Counter(read_inbox(session.conn, session.key))
    counts += pull(session.brevo, session.conn, session.key, deep=deep)
    counts += look_again(session.brevo, session.conn)
    session.run.counters = dict(counts)
    return counts
