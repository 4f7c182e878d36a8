"""What an answer of Brevo means for the letter or the contact it was about."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import unquote

from activation.hashing import mask_text


class Outcome(StrEnum):
    """The seven ways a call can end.

    NOT_SENT  no byte of the request left: trying again is safe
    THROTTLED not read: too many requests
    BUSY      not read: the account is being set up
    UNKNOWN   the request left; nobody can say whether it was acted on
    ACCEPTED  acted on
    REJECTED  Brevo said no to this one letter or contact
    STOP      Brevo said no for a reason every other shares
    """

    NOT_SENT = "not_sent"
    THROTTLED = "throttled"
    BUSY = "busy"
    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    STOP = "stop"


@dataclass(frozen=True)
class Rate:
    """The x-sib-ratelimit-* headers; `reset` is a number of seconds, not a date."""

    limit: int | None = None
    remaining: int | None = None
    reset: int | None = None


@dataclass(frozen=True)
class Answer:
    """One answer, or the absence of one (status None). `message` has its addresses masked."""

    outcome: Outcome
    status: int | None = None
    body: Any = None
    code: str = ""
    message: str = ""
    rate: Rate = Rate()
    latency_ms: int = 0
    server_date: datetime | None = None


STOP_STATUSES = (401, 402, 403, 405, 406)
STOP_CODES = frozenset(
    {"unauthorized", "permission_denied", "account_under_validation", "not_enough_credits",
     "method_not_allowed", "not_acceptable"}
)  # fmt: skip
# A redirect comes from something between us and Brevo, a 408 or a 409 from a call that
# may still be running there: none of them says that nothing was done.
IN_DOUBT = (408, 409)
# What Brevo refuses one letter with. Any other status that stops no run is a gateway's own.
REFUSES_A_LETTER = (400, 422)


def classify(status: int, code: str, message: str, *, is_send: bool) -> Outcome:
    """Return what a complete, readable answer means.

    `is_send`: the call sends a letter, where a missing template or sender is everybody's
    problem rather than this row's. Brevo's `code` is optional, so statuses come first.
    """
    if status == 429:
        return Outcome.THROTTLED
    if status == 425:
        return Outcome.BUSY
    if 200 <= status < 300:
        return Outcome.ACCEPTED
    if status in STOP_STATUSES or code in STOP_CODES or (is_send and status == 404):
        return Outcome.STOP
    if not 400 <= status < 500 or status in IN_DOUBT:
        return Outcome.UNKNOWN
    if is_send and status not in REFUSES_A_LETTER:
        return Outcome.UNKNOWN
    if is_send and any(word in message.lower() for word in ("template", "sender", "credits")):
        return Outcome.STOP
    return Outcome.REJECTED


def is_duplicate(answer: Answer) -> bool:
    """Return whether Brevo says it has already seen this idempotency key."""
    return answer.status == 400 and answer.code == "duplicate_parameter"


REMEDIES = {
    401: (
        "the key is invalid or this machine's IP is not authorised: check BREVO_API_KEY",
        "la clé est fausse, ou l'adresse IP de cette machine n'est pas autorisée : vérifiez "
        "BREVO_API_KEY",
    ),
    402: ("buy credits in Brevo", "achetez des crédits chez Brevo"),
    403: (
        "the key lacks this right, or the account is not activated: see Brevo's settings",
        "la clé n'a pas ce droit, ou le compte n'est pas activé : voyez les réglages de Brevo",
    ),
    404: ("run `activation doctor`", "lancez `activation doctor`"),
}
ANY_REMEDY = (
    "run `activation doctor`, then the same command again",
    "lancez `activation doctor`, puis de nouveau la même commande",
)


# What we say ourselves of an answer; the rest is quoted as Brevo or the network put it.
IN_FRENCH = {
    "deadline passed": "délai dépassé",
    "unreadable answer": "réponse illisible",
    "no message id": "réponse sans identifiant de message",
    "": "sans explication",
}


def quoted(answer: Answer) -> str:
    """Return the message of an answer, for a French sentence."""
    return IN_FRENCH.get(answer.message, f"« {answer.message} »")


def explain(method: str, path: str, answer: Answer) -> tuple[str, str]:
    """Return what was asked, what came back and what to do, in English and in French."""
    asked = f"{method} {mask_text(unquote(path))}"
    if answer.status is None:
        return (
            f"Brevo does not answer {asked} ({answer.message}): check the network and "
            "BREVO_BASE_URL, then run again",
            f"Brevo ne répond pas à {asked} ({quoted(answer)}) : vérifiez le réseau et "
            "BREVO_BASE_URL, puis relancez",
        )
    # What is not in Brevo's words, a gateway's page, says nothing of the key or the credits.
    status = None if answer.outcome is Outcome.UNKNOWN else answer.status
    english, french = REMEDIES.get(status or 0, ANY_REMEDY)
    said = " ".join(filter(None, (str(answer.status), answer.code)))
    return (
        f"Brevo answers {asked} with {said} {answer.message!r}: {english}",
        f"Brevo répond à {asked} par {said} {quoted(answer)} : {french}",
    )
