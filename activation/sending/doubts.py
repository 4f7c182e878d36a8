"""Letters nobody can vouch for: left by a killed run, or answered by silence.

First Brevo's own log is asked whether it has a letter with our tag. Only when it does
not, and the key is young enough for Brevo to turn down a second one, is the same
call made again. Otherwise the letter stays in doubt, for a person to decide.
"""

import logging
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.brevo.client import Brevo
from activation.sending.delivery import Delivery, Result, check_clock
from warehouse.rows import Row, execute, rows, transaction, value
from warehouse.wording import typeset

log = logging.getLogger(__name__)

LONGEST_RANGE = timedelta(days=29)  # Brevo's log answers for a month at most

IN_DOUBT = """
select
    send_id::text, state, email_norm, first_attempt_at, clock_timestamp() as now,
    first_attempt_at between clock_timestamp() - make_interval(secs => %s)
        and clock_timestamp() as is_replayable
from activation.outbox
where state in ('sending', 'unknown') and erased_at is null
order by first_attempt_at, send_id
"""

FOUND = """
update activation.outbox
set state = 'accepted', message_id = coalesce(%s, message_id),
    accepted_at = coalesce(first_attempt_at, clock_timestamp()),
    outcome_reason = 'retrouvee_chez_brevo', lease_owner = null, lease_until = null
where send_id = %s and state in ('sending', 'unknown')
"""

# A read counts as a proof of absence only an hour later: Brevo's log is not immediate.
ABSENT = """
update activation.outbox
set state = 'unknown', lease_owner = null, lease_until = null,
    absent_reads = absent_reads
        + (first_attempt_at < clock_timestamp() - interval '60 minutes')::int,
    last_read_at = clock_timestamp()
where send_id = %s and state in ('sending', 'unknown')
"""


def settle_doubts(
    brevo: Brevo, conn: Connection, delivery: Delivery, run_id: uuid.UUID
) -> Counter[str]:
    """Take every letter in doubt as far as it can safely go; return what became of them."""
    wait_for_leases(brevo, conn, run_id)
    take_over(conn, run_id)
    results: Counter[str] = Counter()
    for letter in rows(conn, IN_DOUBT, (brevo.config.replay_window,)):
        conn.commit()
        results[str(_settle(brevo, conn, delivery, letter))] += 1
    conn.commit()
    return results


def look_again(brevo: Brevo, conn: Connection) -> Counter[str]:
    """Ask Brevo's log about letters in doubt, without sending anything.

    Raises ConfigurationError when there are some and the database's clock is wrong.
    """
    results: Counter[str] = Counter()
    doubtful = [letter for letter in rows(conn, IN_DOUBT, (0,)) if letter["state"] == "unknown"]
    if doubtful:
        # Absence is a proof after an hour by the database's clock: which must be right.
        check_clock(value(conn, "select clock_timestamp()"), brevo.server_date)
    conn.commit()
    for letter in doubtful:
        results["accepted" if _find(brevo, conn, letter) else "unknown"] += 1
    return results


def _settle(brevo: Brevo, conn: Connection, delivery: Delivery, letter: Row) -> Result:
    if _find(brevo, conn, letter):
        return Result.ACCEPTED
    if letter["is_replayable"]:
        return delivery.deliver(letter["send_id"])
    return Result.UNKNOWN


def _find(brevo: Brevo, conn: Connection, letter: Row) -> bool:
    """Ask for the letter by its tag; write down what was found. Commits."""
    message_id = _message_in_log(brevo, letter)
    with transaction(conn):
        if message_id:
            execute(conn, FOUND, (message_id, letter["send_id"]))
        elif not letter["is_replayable"]:
            execute(conn, ABSENT, (letter["send_id"],))
    return message_id is not None


def _message_in_log(brevo: Brevo, letter: Row) -> str | None:
    first: datetime = letter["first_attempt_at"].astimezone(UTC)
    start = first - timedelta(days=1)
    end = min(letter["now"].astimezone(UTC), start + LONGEST_RANGE)
    query: dict[str, Any] = {
        "email": letter["email_norm"],
        "startDate": start.date().isoformat(),
        "endDate": max(end, first).date().isoformat(),
    }
    tag = f"s:{letter['send_id']}"
    for page in brevo.pages("/smtp/emails", "transactionalEmails", size=500, query=query):
        for mail in page:
            if tag in (mail.get("tags") or []):
                return str(mail["messageId"])
    return None


def wait_for_leases(brevo: Brevo, conn: Connection, run_id: uuid.UUID) -> None:
    """Wait until letters another run marked as leaving are surely no longer on their way."""
    while True:
        seconds = value(
            conn,
            """
            select extract(epoch from max(lease_until) - clock_timestamp())
            from activation.outbox where state = 'sending' and lease_owner is distinct from %s
            """,
            (str(run_id),),
        )
        conn.commit()
        if seconds is None or seconds <= 0:
            return
        said = "des lettres d'un envoi interrompu sont peut-être en route : attente de %d s"
        log.warning(typeset(said), seconds)
        brevo.rest(min(float(seconds) + 0.05, 5.0))


def take_over(conn: Connection, run_id: uuid.UUID) -> None:
    """Make this run the owner of letters whose lease has ended. Commits."""
    with transaction(conn):
        execute(
            conn,
            """
            update activation.outbox set lease_owner = %s
            where state = 'sending' and coalesce(lease_until, '-infinity') < clock_timestamp()
            """,
            (str(run_id),),
        )
