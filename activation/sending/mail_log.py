"""Brevo's log of mails, asked about one address: which of them are letters of ours.

Of what marks a mail as ours Brevo may show only a part: a tag, the template, the subject.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.brevo.client import Brevo
from activation.feedback.events import message_id_of, send_id_of, tags_of, template_of
from warehouse.rows import rows

LONGEST_RANGE = timedelta(days=29)  # Brevo's log answers for a month at most

_OURS = "select scenario, template_id, subject from activation.templates"


@dataclass(frozen=True)
class Mail:
    """One letter of ours as Brevo's log shows it; `send_id` and `at` when it does."""

    message_id: str | None
    send_id: str | None
    at: datetime | None


def our_mails(
    brevo: Brevo, conn: Connection, email: str, first: datetime, last: datetime,
    templates: Sequence[int | None] = (),
) -> list[Mail]:  # fmt: skip
    """Return the letters of ours to an address between two days, at most LONGEST_RANGE apart.

    `templates` are numbers a letter was made from, besides those in use. Raises as `Brevo.pages`.
    """
    known = rows(conn, _OURS)
    tags = {"reco", *(str(one["scenario"]) for one in known)}
    numbers = {*templates, *(one["template_id"] for one in known)} - {None}
    subjects = {one["subject"] for one in known}
    query: dict[str, Any] = {
        "email": email, "startDate": first.date().isoformat(), "endDate": last.date().isoformat(),
    }  # fmt: skip
    return [
        Mail(message_id_of(mail), send_id_of(mail), _moment(mail.get("date")))
        for page in brevo.pages("/smtp/emails", "transactionalEmails", size=500, query=query)
        for mail in page
        if send_id_of(mail)
        or tags.intersection(tags_of(mail))
        or template_of(mail) in numbers
        or mail.get("subject") in subjects
    ]


def _moment(text: object) -> datetime | None:
    try:
        when = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
