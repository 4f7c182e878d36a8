"""What must be true of the account before the first letter leaves."""

from datetime import datetime

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.brevo.answers import Answer, Outcome
from activation.brevo.client import Brevo, explain
from activation.config import ActivationConfig, is_local
from activation.hashing import mask_email
from activation.letters.templates import template_sha256
from activation.sending.delivery import check_clock
from activation.sending.gates import today_in_paris
from warehouse.errors import ConfigurationError
from warehouse.rows import rows, value
from warehouse.settings import Settings

QUEUED_TEMPLATES = """
select distinct o.scenario, t.template_id, t.brevo_sha256
from activation.outbox as o
left join activation.templates as t
    on o.scenario = t.scenario and o.template_sha256 = t.content_sha256
where o.state in ('queued', 'retry_wait')
order by o.scenario
"""


def check_account(brevo: Brevo, conn: Connection, letters: int) -> None:
    """Raise ConfigurationError unless the account can send `letters` letters now."""
    answer = _get(brevo, "/account")
    now: datetime = value(conn, "select clock_timestamp()")
    check_clock(now, answer.server_date)
    account = answer.body or {}
    if not (account.get("relay") or {}).get("enabled"):
        raise ConfigurationError(
            "transactional e-mail is not activated on this Brevo account: ask Brevo's support"
        )
    if credit_balance(account) < letters:
        raise ConfigurationError(
            f"{letters} letters are waiting and {credit_balance(account)} credits are left: "
            "buy credits in Brevo, or send fewer with --limit"
        )


def credit_balance(account: dict[str, object]) -> int:
    """Return the e-mail credits of `GET /account`; SMS credits do not count."""
    plans = account.get("plan")
    return sum(
        int(plan.get("credits") or 0)
        for plan in (plans if isinstance(plans, list) else [])
        if plan.get("type") != "sms"
    )


def check_templates(brevo: Brevo, conn: Connection) -> None:
    """Raise ConfigurationError unless every queued letter's template is there and active."""
    for line in rows(conn, QUEUED_TEMPLATES):
        number = line["template_id"]
        if number is None:
            raise ConfigurationError(
                f"the {line['scenario']} letters were approved with a template Brevo does not "
                "have: run `activation templates push`, or approve them again"
            )
        answer = brevo.ask("GET", f"/smtp/templates/{number}")
        kept = answer.body if isinstance(answer.body, dict) else {}
        if answer.outcome is not Outcome.ACCEPTED or kept.get("isActive") is False:
            raise ConfigurationError(
                f"template {number} ({line['scenario']}) is missing or inactive in Brevo: "
                "run `activation templates push`"
            )
        if template_sha256(kept) != line["brevo_sha256"]:
            raise ConfigurationError(
                f"template {number} ({line['scenario']}) was changed in Brevo since it was pushed, "
                "so that letters would not read as approved: run `activation templates push`"
            )


def check_day(settings: Settings, config: ActivationConfig, conn: Connection) -> None:
    """Raise ConfigurationError when letters would really leave on another day than today.

    A fixed AS_OF_DATE is for looking, and for rehearsing against a Brevo on this machine.
    """
    today = today_in_paris(conn, None)
    if settings.as_of_date not in (None, today) and not is_local(config.base_url):
        raise ConfigurationError(
            f"AS_OF_DATE={settings.as_of_date} is not today ({today}): letters leave on the day "
            "they leave; take AS_OF_DATE out of .env, run `make weekly`, then send"
        )


def sender_problem(settings: Settings, brevo: Brevo) -> str | None:
    """Return why letters cannot leave in the name of BREVO_SENDER_EMAIL, or None."""
    ours = (settings.brevo_sender_email or "").lower()
    if not ours:
        return "BREVO_SENDER_EMAIL is missing: set it in .env"
    active = {
        str(line.get("email")).lower(): bool(line.get("active"))
        for line in (_get(brevo, "/senders").body or {}).get("senders") or []
    }
    if active.get(ours):
        return None
    problem = "is not confirmed in Brevo" if ours in active else "is unknown to Brevo"
    return f"the sender {mask_email(ours)} {problem}: add and confirm it there, under Senders"


def check_sender(settings: Settings, brevo: Brevo) -> None:
    """Raise ConfigurationError unless Brevo lets BREVO_SENDER_EMAIL send."""
    problem = sender_problem(settings, brevo)
    if problem:
        raise ConfigurationError(problem)


def _get(brevo: Brevo, path: str) -> Answer:
    answer = brevo.ask("GET", path)
    if answer.outcome is not Outcome.ACCEPTED:
        raise ConfigurationError(explain("GET", path, answer))
    return answer
