"""The webhook at Brevo that feeds the page: found by its address, made when told.

Opens are not asked for: nothing may rest on them.
"""

from typing import Any
from urllib.parse import urlsplit

from activation.brevo.answers import Outcome, explain
from activation.brevo.client import Brevo, create_once
from warehouse.errors import ConfigurationError
from warehouse.settings import Settings

PATH = "/webhooks"
TOKEN_NAME = "BREVO_WEBHOOK_TOKEN"  # noqa: S105 - the name of the setting, not its value
SHORTEST_TOKEN = 16
EVENTS = (
    "request", "delivered", "deferred", "softBounce", "hardBounce", "invalid", "blocked", "spam",
    "click", "unsubscribed",
)  # fmt: skip


def token_of(settings: Settings) -> str | None:
    """Return BREVO_WEBHOOK_TOKEN, or None; raise ConfigurationError when it is short."""
    return require_token(settings) if settings.get(TOKEN_NAME) else None


def require_token(settings: Settings) -> str:
    """Return BREVO_WEBHOOK_TOKEN; raise ConfigurationError when it is missing or short."""
    token = settings.get(TOKEN_NAME) or ""
    if len(token) < SHORTEST_TOKEN:
        raise ConfigurationError(
            f"{TOKEN_NAME} must hold at least {SHORTEST_TOKEN} characters: put a random one in "
            ".env, then `activation doctor --fix` gives it to Brevo's webhook"
        )
    return token


def public_url(settings: Settings) -> str | None:
    """Return where Brevo reaches the page, or None when it does not.

    Raises ConfigurationError when BREVO_WEBHOOK_URL would carry the token in clear.
    """
    url = settings.get("BREVO_WEBHOOK_URL")
    if url and urlsplit(url).scheme != "https":
        raise ConfigurationError(
            f"BREVO_WEBHOOK_URL={url} would carry the token and addresses in clear: use https"
        )
    return url


def problem(brevo: Brevo, settings: Settings, url: str) -> str | None:
    """Return what is wrong with the webhook at Brevo, or None.

    Raises ConfigurationError without a token.
    """
    found = _find(brevo, url)
    if found is None:
        return f"Brevo has no webhook to {url}"
    differs = _wanted(settings, url).items() - _shown(found).items()
    # Values are not named: one of them is the token.
    return f"its {', '.join(sorted(name for name, _ in differs))} differ" if differs else None


def ensure(brevo: Brevo, settings: Settings, url: str) -> bool:
    """Create the webhook, or correct it; return whether anything was done.

    Raises ConfigurationError without a token or when Brevo says no, OutOfReachError when
    it does not answer.
    """
    if problem(brevo, settings, url) is None:
        return False
    found = _find(brevo, url)
    body = {
        "url": url,
        "events": list(EVENTS),
        "auth": {"type": "bearer", "token": require_token(settings)},
        "description": "crm-reco",
    }
    if found is None:
        create_once(brevo, PATH, {**body, "type": "transactional", "channel": "email"})
        return True
    answer = brevo.ask("PUT", f"{PATH}/{found['id']}", body=body)
    if answer.outcome is not Outcome.ACCEPTED:
        raise ConfigurationError(*explain("PUT", PATH, answer))
    return True


def _find(brevo: Brevo, url: str) -> dict[str, Any] | None:
    answer = brevo.ask("GET", PATH, query={"type": "transactional"})
    if answer.status == 404:  # how some accounts say “none”
        return None
    if answer.outcome is not Outcome.ACCEPTED:
        raise ConfigurationError(*explain("GET", PATH, answer))
    listed = (answer.body or {}).get("webhooks") or []
    return next((one for one in listed if one.get("url") == url), None)


def _wanted(settings: Settings, url: str) -> dict[str, object]:
    return {"url": url, "events": frozenset(EVENTS), "token": require_token(settings)}


def _shown(found: dict[str, Any]) -> dict[str, object]:
    events = {"request" if name == "sent" else name for name in found.get("events") or []}
    return {
        "url": found.get("url"),
        "events": frozenset(events),
        "token": (found.get("auth") or {}).get("token"),
    }
