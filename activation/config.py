"""How activation behaves: rates, hours, limits; read from `.env`, checked once."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import yaml

from warehouse.errors import ConfigurationError
from warehouse.settings import Settings

# The name of each rule here, and of the dbt var that sets it.
RULE_VARS = {
    "contact_days": "contact_days",
    "purchase_days": "bought_days",
    "silence_years": "silence_years",
    "daily_cap": "letters_per_day",
    "quiet_from": "quiet_from_hour",
    "quiet_until": "quiet_until_hour",
    "second_person_above": "second_person_above_letters",
    "send_delay": "send_delay_minutes",
}
LARGEST_HOLDOUT = 0.5
LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")
# Every page reads the vars: libyaml does so thirty times as fast.
_SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Rules:
    """Guard rails checked again at the moment of sending; days unless said otherwise.

    `quiet_from` and `quiet_until` are hours of the day in Europe/Paris between which
    nothing leaves. More than `second_person_above` letters approved by one person wait for a
    second one's approval; 0: one person is enough. `send_delay` is in minutes: how long all letters
    of a sending asked for on the page can be taken back. `holdout_share` of the persons whose
    letters are about to leave are kept back by chance, to see what letters do.
    """

    contact_days: int = 135
    purchase_days: int = 60
    silence_years: int = 3
    daily_cap: int = 500
    quiet_from: int = 20
    quiet_until: int = 8
    second_person_above: int = 0
    send_delay: int = 10
    holdout_share: float = 0.0


@dataclass(frozen=True)
class ActivationConfig:
    """Everything that shapes the talk with Brevo; times in seconds, rates per second."""

    base_url: str
    rules: Rules
    send_rate: float = 10.0
    workers: int = 4
    deadline: float = 20.0
    lease: float = 120.0
    replay_window: float = 14 * 60.0
    refresh_every: float = 300.0
    pause_scale: float = 1.0
    list_name: str = "crm-reco"
    allowed_recipients: frozenset[str] = frozenset()
    proxy: str | None = None


def load_config(settings: Settings) -> ActivationConfig:
    """Read the activation settings; raise ConfigurationError on a value that cannot be used."""
    send_rate = settings.number("ACTIVATION_SEND_RATE", 10.0, least=0.01, most=900.0)
    deadline = settings.number("ACTIVATION_DEADLINE", 20.0, least=0.1, most=60.0)
    return ActivationConfig(
        base_url=_base_url(settings),
        rules=load_rules(settings),
        send_rate=send_rate,
        workers=max(4, min(16, round(send_rate / 10))),
        deadline=deadline,
        # While its lease runs, a letter may be on its way: longer than any call lasts.
        lease=settings.number("ACTIVATION_LEASE", 120.0, least=deadline + 0.1, most=600.0),
        refresh_every=settings.number("ACTIVATION_REFRESH", 300.0, least=5.0, most=3600.0),
        pause_scale=settings.number("ACTIVATION_PAUSE_SCALE", 1.0, least=0.0, most=10.0),
        list_name=settings.get("ACTIVATION_LIST_NAME") or "crm-reco",
        allowed_recipients=_addresses(settings.get("ACTIVATION_ALLOWED_RECIPIENTS")),
        proxy=settings.get("BREVO_PROXY"),
    )


def load_rules(settings: Settings) -> Rules:
    """Read the guard rails from the vars of dbt_project.yml; `.env` may change some."""
    values = dbt_vars(settings)
    rules = {name: int(values[var]) for name, var in RULE_VARS.items() if var in values}
    share = values.get("holdout_share", 0)
    if not isinstance(share, int | float) or not 0 <= share <= LARGEST_HOLDOUT:
        raise ConfigurationError(
            f"holdout_share: {share} in dbt_project.yml is no share: write 0 to {LARGEST_HOLDOUT}",
            f"holdout_share: {share} dans dbt_project.yml n'est pas une part : écrivez de 0 à "
            f"{LARGEST_HOLDOUT}",
        )
    if settings.is_demo:  # nothing really leaves: whoever tries the house need not wait
        rules |= {"quiet_from": 0, "quiet_until": 0, "send_delay": 1}
    hours = settings.get("ACTIVATION_QUIET_HOURS")
    if hours:
        rules["quiet_from"], rules["quiet_until"] = _hours(hours)
    cap = settings.get("ACTIVATION_DAILY_CAP")
    if cap:
        rules["daily_cap"] = int(settings.number("ACTIVATION_DAILY_CAP", 0.0, least=0.0, most=1e6))
    delay = settings.get("ACTIVATION_SEND_DELAY")
    if delay:
        rules["send_delay"] = int(
            settings.number("ACTIVATION_SEND_DELAY", 0.0, least=0.0, most=1440.0)
        )
    return Rules(**rules, holdout_share=float(share))


def _hours(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,2})-(\d{1,2})", text)
    hours = (int(found[1]), int(found[2])) if found else (99, 99)
    if max(hours) > 24:
        raise ConfigurationError(
            f"ACTIVATION_QUIET_HOURS={text} is not two hours: write 20-8 for 20:00 to 08:00",
            f"ACTIVATION_QUIET_HOURS={text} ne donne pas deux heures : écrivez 20-8 pour « de 20 h "
            "à 8 h »",
        )
    return hours


def dbt_vars(settings: Settings) -> dict[str, Any]:
    """Return the vars of dbt_project.yml; none where there is no project."""
    path = settings.root / "dbt_project.yml"
    if not path.exists():
        return {}
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=_SAFE) or {}  # noqa: S506
    values = document.get("vars") or {}
    return {**values, **(values.get(document.get("name")) or {})}


def _base_url(settings: Settings) -> str:
    url = settings.brevo_base_url.rstrip("/")
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and is_local(url)):
        return url
    shown = f"BREVO_BASE_URL={parts.scheme}://{parts.hostname}"
    raise ConfigurationError(
        f"{shown} would send the key in clear: use https",
        f"{shown} enverrait la clé en clair : utilisez https",
    )


def is_local(url: str) -> bool:
    """Return whether an address stays on this machine: a stand-in, never Brevo itself."""
    return urlsplit(url).hostname in LOCAL_HOSTS


def _addresses(text: str | None) -> frozenset[str]:
    return frozenset(part.strip().lower() for part in (text or "").split(",") if part.strip())
