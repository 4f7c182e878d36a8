"""`doctor`: everything a sending needs of the account, each with its remedy."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.brevo.answers import Outcome
from activation.brevo.client import Brevo
from activation.contacts import destination
from activation.contacts.attributes import ATTRIBUTES
from activation.feedback import registration
from activation.hashing import mask_email
from activation.letters.templates import template_sha256
from activation.sending.delivery import check_clock
from activation.sending.preflight import credit_balance, sender_problem
from warehouse.errors import ConfigurationError
from warehouse.rows import rows, value
from warehouse.settings import Settings
from warehouse.wording import english


@dataclass(frozen=True)
class Check:
    """One thing looked at; `remedy` is empty when all is well."""

    name: str
    is_ok: bool
    found: str
    remedy: str = ""

    def as_dict(self) -> dict[str, object]:
        """Return the check as plain data."""
        return asdict(self)


def examine(settings: Settings, brevo: Brevo, conn: Connection) -> Iterator[Check]:
    """Yield every check in turn. A refused key ends the visit: nothing else could be seen."""
    account = brevo.document("/account", "plan", "relay")
    yield Check("key", True, str(account.get("companyName") or "accepted"))
    now: datetime = value(conn, "select clock_timestamp()")
    try:
        check_clock(now, brevo.server_date)
        yield Check("clock", True, "the database's agrees with Brevo's")
    except ConfigurationError as error:
        yield Check("clock", False, "too far from Brevo's", str(error))
    relay = bool((account.get("relay") or {}).get("enabled"))
    yield Check(
        "transactional", relay, "activated" if relay else "not activated",
        "" if relay else "ask Brevo's support to activate transactional e-mail",
    )  # fmt: skip
    yield _credits(conn, credit_balance(account))
    yield _sender(settings, brevo)
    yield from _attributes(brevo)
    yield _list(brevo)
    yield from _templates(brevo, conn)
    if url := registration.public_url(settings):
        wrong = registration.problem(brevo, settings, url)
        remedy = "run `activation doctor --fix`" if wrong else ""
        yield Check("webhook", not wrong, wrong or f"feeds {url}", remedy)


def _credits(conn: Connection, credits_left: int) -> Check:
    waiting = value(
        conn, "select count(*) from activation.outbox where state in ('queued', 'retry_wait')"
    )
    enough = credits_left >= waiting
    remedy = "" if enough else "buy credits in Brevo, or send fewer with --limit"
    found = f"{english(credits_left, 'credit')} left, {english(waiting, 'letter')} waiting"
    return Check("credits", enough, found, remedy)


def _sender(settings: Settings, brevo: Brevo) -> Check:
    problem = sender_problem(settings, brevo)
    if problem:
        return Check("sender", False, *str(problem).split(": ", 1))
    return Check("sender", True, f"{mask_email(settings.brevo_sender_email or '')} is active")


def _attributes(brevo: Brevo) -> Iterator[Check]:
    wrong = destination.missing_attributes(brevo)
    if not wrong:
        yield Check("attributes", True, "all there, with their types")
    for name, problem in wrong.items():
        absent = problem == "absent"
        yield Check(
            f"attribute {name}", False, problem,
            "run `activation doctor --fix`" if absent else
            f"its type must be {ATTRIBUTES[name]}: delete it in Brevo, then "
            "`activation doctor --fix`",
        )  # fmt: skip


def _list(brevo: Brevo) -> Check:
    number = destination.list_id(brevo)
    name = brevo.config.list_name
    if number is None:
        return Check("list", False, f"no list named {name}", "run `activation doctor --fix`")
    return Check("list", True, f"{name} is list {number}")


def _templates(brevo: Brevo, conn: Connection) -> Iterator[Check]:
    known = rows(
        conn,
        "select scenario, template_id, brevo_sha256 from activation.templates order by scenario",
    )
    if not known:
        yield Check("templates", False, "none pushed", "run `activation templates push`")
    for line in known:
        answer = (
            brevo.ask("GET", f"/smtp/templates/{line['template_id']}")
            if line["template_id"] else None
        )  # fmt: skip
        kept = answer.body if answer is not None and answer.outcome is Outcome.ACCEPTED else None
        problem = _template_problem(kept, line["brevo_sha256"])
        yield Check(
            f"template {line['scenario']}", not problem,
            problem or f"number {line['template_id']}",
            "run `activation templates push`" if problem else "",
        )  # fmt: skip


def _template_problem(kept: Any, as_pushed: str) -> str:  # noqa: ANN401 - any JSON
    if not isinstance(kept, dict) or kept.get("isActive") is False:
        return "missing or inactive"
    return "" if template_sha256(kept) == as_pushed else "changed in Brevo since it was pushed"
