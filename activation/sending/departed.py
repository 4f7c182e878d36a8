"""Letters this database holds as waiting and Brevo has seen leave: a restored copy's."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, timedelta

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.brevo.client import Brevo
from activation.sending.mail_log import LONGEST_RANGE, our_mails
from warehouse.rows import execute, rows, transaction

WAITING = """
select send_id::text, email_norm, clock_timestamp() as now from activation.outbox
where state in ('queued', 'retry_wait') and erased_at is null
order by enqueued_at, send_id
"""

LEFT = """
update activation.outbox set
    state = 'accepted', message_id = %(message_id)s, accepted_at = %(at)s,
    outcome_reason = 'retrouvee_chez_brevo'
where send_id = %(send_id)s and state in ('queued', 'retry_wait')
"""

WRITTEN_TO = """
update activation.outbox set state = 'skipped', outcome_reason = 'contact_recent'
where send_id = %(send_id)s and state in ('queued', 'retry_wait')
"""


def find_departed(
    brevo: Brevo, conn: Connection, progress: Callable[[int], None] = lambda _: None
) -> Counter[str]:
    """Ask Brevo's log of the last month about each waiting letter's address. Commits.

    The letter itself is accepted when one of its tags says so. Another letter of ours to the
    same address, known by anything that marks it, means that the person has had one: ours is
    set aside. Half a second a letter, as Brevo allows two such calls a second.
    """
    with transaction(conn):
        waiting = rows(conn, WAITING)
    counts: Counter[str] = Counter()
    for letter in waiting:
        end = letter["now"].astimezone(UTC) + timedelta(days=1)
        mails = our_mails(brevo, conn, letter["email_norm"], end - LONGEST_RANGE, end)
        own = [mail for mail in mails if mail.send_id == letter["send_id"]]
        with transaction(conn):
            if own:
                found = {"message_id": own[0].message_id, "at": own[0].at or letter["now"]}
                execute(conn, LEFT, {**letter, **found})
                counts["accepted"] += 1
            elif mails:
                execute(conn, WRITTEN_TO, letter)
                counts["skipped_contact_recent"] += 1
        progress(1)
    return counts
