"""Letters this database holds as waiting and Brevo has seen leave: a restored copy's."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.brevo.client import Brevo
from activation.sending.doubts import LONGEST_RANGE
from warehouse.rows import Row, execute, rows, transaction

WAITING = """
select send_id::text, email_norm, clock_timestamp() as now from activation.outbox
where state in ('queued', 'retry_wait') and erased_at is null
order by enqueued_at, send_id
"""

OURS = "select scenario, template_id from activation.templates"

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
    same address, known by its tags or its template, means that the person has had one: ours is
    set aside. Half a second a letter, as Brevo allows two such calls a second.
    """
    with transaction(conn):
        known, waiting = rows(conn, OURS), rows(conn, WAITING)
    tags = {"reco", *(str(one["scenario"]) for one in known)}
    templates = {one["template_id"] for one in known}
    counts: Counter[str] = Counter()
    for letter in waiting:
        mails = [
            mail
            for mail in _mails(brevo, letter)
            if tags.intersection(mail.get("tags") or []) or mail.get("templateId") in templates
        ]
        own = [mail for mail in mails if f"s:{letter['send_id']}" in (mail.get("tags") or [])]
        with transaction(conn):
            if own:
                found = {"message_id": str(own[0].get("messageId")), "at": _moment(own[0], letter)}
                execute(conn, LEFT, {**letter, **found})
                counts["accepted"] += 1
            elif mails:
                execute(conn, WRITTEN_TO, letter)
                counts["skipped_contact_recent"] += 1
        progress(1)
    return counts


def _mails(brevo: Brevo, letter: Row) -> list[dict[str, Any]]:
    end = letter["now"].astimezone(UTC) + timedelta(days=1)
    query: dict[str, Any] = {
        "email": letter["email_norm"],
        "startDate": (end - LONGEST_RANGE).date().isoformat(),
        "endDate": end.date().isoformat(),
    }
    pages = brevo.pages("/smtp/emails", "transactionalEmails", size=500, query=query)
    return [mail for page in pages for mail in page]


def _moment(mail: dict[str, Any], letter: Row) -> datetime:
    """Return when a mail left; the moment it was found when Brevo does not say."""
    try:
        when = datetime.fromisoformat(str(mail.get("date")))
    except ValueError:
        when = letter["now"]
    return when if when.tzinfo else when.replace(tzinfo=UTC)
