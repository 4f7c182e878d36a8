"""What must be true of the account before the first letter leaves."""

from collections import Counter
from datetime import datetime

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.brevo.answers import Outcome
from activation.brevo.client import Brevo
from activation.config import ActivationConfig, is_local
from activation.hashing import mask_email
from activation.letters.templates import template_sha256
from activation.reasons import Reason
from activation.sending.delivery import check_clock
from activation.sending.gates import today_in_paris
from warehouse.errors import ConfigurationError
from warehouse.rows import Row, rows, transaction, value
from warehouse.settings import Settings
from warehouse.wording import figure, french

QUEUED_TEMPLATES = """
select distinct o.scenario, t.template_id, t.brevo_sha256
from activation.outbox as o
left join activation.templates as t
    on o.scenario = t.scenario and o.template_sha256 = t.content_sha256
where o.state in ('queued', 'retry_wait')
order by o.scenario
"""


# Approved before the text now at Brevo was put there, with another one.
OUTDATED = """
update activation.outbox as o set state = 'skipped', outcome_reason = %s
from activation.templates as t, activation.approvals as a
where o.state in ('queued', 'retry_wait')
    and o.scenario = t.scenario and o.template_sha256 <> t.content_sha256
    and o.approval_id = a.approval_id and a.decided_at < t.pushed_at
returning o.scenario
"""


def check_account(brevo: Brevo, conn: Connection, letters: int) -> None:
    """Raise ConfigurationError unless the account can send `letters` letters now."""
    account = brevo.document("/account", "plan", "relay")
    now: datetime = value(conn, "select clock_timestamp()")
    check_clock(now, brevo.server_date)
    relay = account["relay"]
    if not isinstance(relay, dict) or not relay.get("enabled"):
        raise ConfigurationError(
            "les courriels transactionnels ne sont pas activés sur ce compte Brevo : demandez-le "
            "au support de Brevo"
        )
    if credit_balance(account) < letters:
        raise ConfigurationError(
            f"il faut {french(letters, 'crédit')} et il en reste "
            f"{figure(credit_balance(account))} : achetez des crédits chez Brevo, ou envoyez moins "
            "de lettres avec --limit"
        )


def credit_balance(account: dict[str, object]) -> int:
    """Return the e-mail credits of `GET /account`; SMS credits do not count."""
    plans = account.get("plan")
    return sum(
        int(plan.get("credits") or 0)
        for plan in (plans if isinstance(plans, list) else [])
        if isinstance(plan, dict) and plan.get("type") != "sms"
    )


def ask_again(conn: Connection) -> dict[str, int]:
    """Set letters aside whose text has changed since their approval; return how many by scenario.

    A person approved words: others have taken their place at Brevo, so they are asked again.
    Commits.
    """
    with transaction(conn):
        found = rows(conn, OUTDATED, (Reason.TEMPLATE_CHANGED,))
    return dict(sorted(Counter(str(line["scenario"]) for line in found).items()))


def template_problems(brevo: Brevo, conn: Connection) -> dict[str, str]:
    """Return, by scenario, why the template of its queued letters cannot be used now."""
    found = {
        str(line["scenario"]): _template_problem(brevo, line)
        for line in rows(conn, QUEUED_TEMPLATES)
    }
    return {scenario: problem for scenario, problem in found.items() if problem}


def _template_problem(brevo: Brevo, line: Row) -> str | None:
    number = line["template_id"]
    if number is None or line["brevo_sha256"] is None:
        return (
            f"le texte des lettres {line['scenario']} n'est pas encore chez Brevo : lancez "
            "`activation templates push`, puis l'envoi"
        )
    answer = brevo.ask("GET", f"/smtp/templates/{number}")
    kept = answer.body if isinstance(answer.body, dict) else {}
    if answer.outcome is not Outcome.ACCEPTED or kept.get("isActive") is False:
        return (
            f"le modèle {number} ({line['scenario']}) manque ou est inactif chez Brevo : "
            "lancez `activation templates push`, puis l'envoi"
        )
    if template_sha256(kept) != line["brevo_sha256"]:
        return (
            f"le modèle {number} ({line['scenario']}) a été changé chez Brevo depuis qu'il y a "
            "été mis, texte, expéditeur ou adresse de réponse : lancez "
            "`activation templates push`, puis l'envoi"
        )
    return None


def check_day(settings: Settings, config: ActivationConfig, conn: Connection) -> None:
    """Raise ConfigurationError when letters would really leave on another day than today.

    A fixed AS_OF_DATE is for looking, and for rehearsing against a Brevo on this machine.
    """
    today = today_in_paris(conn, None)
    if settings.as_of_date not in (None, today) and not is_local(config.base_url):
        raise ConfigurationError(
            f"AS_OF_DATE={settings.as_of_date} n'est pas la date du jour ({today}) : ôtez "
            "AS_OF_DATE de .env, lancez `make weekly`, puis l'envoi"
        )


def sender_problem(settings: Settings, brevo: Brevo) -> ConfigurationError | None:
    """Return why letters cannot leave in the name of BREVO_SENDER_EMAIL, or None."""
    ours = (settings.brevo_sender_email or "").lower()
    if not ours:
        return ConfigurationError(
            "BREVO_SENDER_EMAIL is missing: set it in .env",
            "BREVO_SENDER_EMAIL manque : renseignez-le dans .env",
        )
    active = {
        str(sender.get("email")).lower(): bool(sender.get("active"))
        for sender in brevo.document("/senders", "senders")["senders"] or []
        if isinstance(sender, dict)
    }
    if active.get(ours):
        return None
    if ours in active:
        problem, probleme = "is not confirmed in Brevo", "n'est pas confirmé chez Brevo"
    else:
        problem, probleme = "is unknown to Brevo", "est inconnu de Brevo"
    return ConfigurationError(
        f"the sender {mask_email(ours)} {problem}: add and confirm it there, under Senders",
        f"l'expéditeur {mask_email(ours)} {probleme} : ajoutez-le et confirmez-le là-bas, dans "
        "« Expéditeurs »",
    )


def check_sender(settings: Settings, brevo: Brevo) -> None:
    """Raise ConfigurationError unless Brevo lets BREVO_SENDER_EMAIL send."""
    problem = sender_problem(settings, brevo)
    if problem:
        raise problem
