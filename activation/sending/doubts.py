"""Letters nobody can vouch for: left by a killed run, or answered by silence.

First Brevo's own log is asked whether it has the letter. Only when it does
not, and the key is young enough for Brevo to turn down a second one, is the same
call made again. Otherwise the letter stays in doubt, for a person to decide.
"""

import logging
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.brevo.client import Brevo
from activation.sending.delivery import Delivery, Result, check_clock
from activation.sending.mail_log import LONGEST_RANGE, Mail, our_mails
from warehouse.rows import Row, execute, rows, transaction, value
from warehouse.wording import typeset

log = logging.getLogger(__name__)

SKEW = timedelta(minutes=5)  # more than two clocks may differ by

IN_DOUBT = """
select
    send_id::text, state, email_norm, template_id, first_attempt_at, clock_timestamp() as now,
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

CLAIMED = "select message_id from activation.outbox where message_id = any(%s)"

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
    """Look for the letter in Brevo's log; write down what was found. Commits."""
    mail = _in_log(brevo, conn, letter)
    with transaction(conn):
        if mail:
            execute(conn, FOUND, (mail.message_id, letter["send_id"]))
        elif not letter["is_replayable"]:
            execute(conn, ABSENT, (letter["send_id"],))
    return mail is not None


def _in_log(brevo: Brevo, conn: Connection, letter: Row) -> Mail | None:
    """Return the mail that has the letter's tag, or that can be no other letter's.

    Without its tag a letter of ours to this address, since the call, is this one: to take it
    for another's would make its absence a proof.
    """
    first: datetime = letter["first_attempt_at"].astimezone(UTC)
    start = first - timedelta(days=1)
    end = max(min(letter["now"].astimezone(UTC), start + LONGEST_RANGE), first)
    mails = our_mails(brevo, conn, letter["email_norm"], start, end, [letter["template_id"]])
    own = [mail for mail in mails if mail.send_id == letter["send_id"]]
    ids = [mail.message_id for mail in mails if mail.message_id]
    claimed = {one["message_id"] for one in rows(conn, CLAIMED, (ids,))} if ids else set()
    own += [
        mail
        for mail in mails
        if mail.send_id is None
        and mail.message_id not in claimed
        and (mail.at is None or mail.at > first - SKEW)
    ]
    return own[0] if own else None


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
