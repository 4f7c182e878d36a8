"""The French words of what `activation` keeps as codes: states, events, what a run counted.

The reasons of `outbox.outcome_reason` have theirs in the seed `reasons`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from activation.hashing import normal_code
from activation.reasons import opt_out_reason
from warehouse.wording import figure, french, moment

STATES = {
    "approved": "approuvée",
    "queued": "en attente",
    "sending": "en train de partir",
    "retry_wait": "à retenter",
    "accepted": "acceptée par Brevo",
    "failed": "refusée par Brevo",
    "unknown": "en doute",
    "skipped": "écartée",
    "cancelled": "retirée",
    "expired": "périmée",
    "abandoned": "abandonnée",
    "held_out": "gardée par tirage au sort",
}
EVENTS = {
    "accepted": "acceptée",
    "delivered": "remise",
    "deferred": "retardée",
    "soft_bounce": "boîte indisponible",
    "hard_bounce": "adresse en erreur",
    "invalid": "adresse invalide",
    "blocked": "adresse bloquée",
    "spam": "plainte",
    "open": "ouverture",
    "proxy_open": "ouverture par un relais",
    "click": "clic",
    "unsubscribe": "désinscription",
    "error": "erreur",
}
SCOPES = {
    "marketing": "courriels commerciaux",
    "transactional": "courriels transactionnels",
    "all": "tout courriel",
    "erasure": "effacement",
}
CONTACTS = {
    "pending": "à transmettre",
    "sent": "transmis, à relire",
    "ok": "à jour",
    "failed": "refusé",
    "held": "retenu",
}
MODES = {"look": "pour voir", "sandbox": "répétition", "real": "réel"}
# What a run counted: one of them, and several when an s at each word is not enough.
LETTERS = {
    "accepted": ("lettre acceptée par Brevo", "lettres acceptées par Brevo"),
    "sandboxed": ("lettre répétée sans partir", "lettres répétées sans partir"),
    "failed": ("lettre refusée par Brevo", "lettres refusées par Brevo"),
    "retry_wait": ("lettre à retenter", "lettres à retenter"),
    "unknown": ("lettre en doute", "lettres en doute"),
    "skipped": ("lettre écartée",),
    "held_out": (
        "lettre gardée pour le groupe témoin",
        "lettres gardées pour le groupe témoin",
    ),
    "elsewhere": ("lettre prise par un autre envoi", "lettres prises par un autre envoi"),
    "from_spool": ("réponse relue sur le disque", "réponses relues sur le disque"),
    "suppressions": ("opposition nouvelle",),
    "unreadable": ("événement illisible",),
}
COUNTS = {
    "send": LETTERS,
    "pull": LETTERS,
    "sync": {
        "known": ("contact connu",),
        "sent": ("contact transmis",),
        "confirmed": ("contact vérifié",),
        "not_kept": ("contact mal gardé par Brevo", "contacts mal gardés par Brevo"),
        "failed": ("contact refusé",),
        "held": ("contact retenu",),
    },
    "doctor": {
        "made": ("élément créé",),
        "wrong": ("point à corriger", "points à corriger"),
    },
}


class Section(NamedTuple):
    """A table of `activation status`."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[object, ...]]


def sections(picture: Mapping[str, Any], reasons: Mapping[str, str]) -> list[Section]:
    """Return what `activation.status.status` found, in French; `reasons` are labels by code."""
    return [
        Section(
            "Lettres",
            ("état", "raison", "lettres"),
            [
                (STATES[one["state"]], _reason(one["reason"], reasons), one["letters"])
                for one in picture["letters"]
            ],
        ),
        Section(
            "Nouvelles reçues de Brevo",
            ("nouvelle", "fois", "lettres", "dernière"),
            [
                (EVENTS[one["type"]], one["events"], one["letters"], moment(one["last"]))
                for one in picture["events"]
            ],
        ),
        Section(
            "Oppositions",
            ("portée", "raison", "nombre"),
            [
                (
                    SCOPES[one["scope"]],
                    _reason(opt_out_reason(one["reason"]), reasons),
                    one["refusals"],
                )
                for one in picture["refusals"]
            ],
        ),
        Section(
            "Contacts",
            ("état", "contacts"),
            [(CONTACTS[one["status"]], one["contacts"]) for one in picture["contacts"]],
        ),
        Section(
            "Derniers passages",
            ("commande", "mode", "début", "fin", "code", "bilan"),
            [
                (
                    one["command"],
                    MODES[one["mode"]],
                    moment(one["started_at"]),
                    moment(one["finished_at"]),
                    one["exit_code"],
                    ", ".join(counted(one["command"], one["counters"] or {}, reasons)),
                )
                for one in picture["last_runs"]
            ],
        ),
    ]


def letter_told(letter: Mapping[str, Any], reasons: Mapping[str, str]) -> list[str]:
    """Return two lines on one letter, for 80 columns: to whom, and where it stands."""
    name = " ".join(filter(None, (letter["nom"], letter["prenom"])))
    person = ", ".join(filter(None, (name, letter["ville"]))) or "personne effacée"
    reason = reasons.get(letter["reason"], letter["reason"])
    when = f" ({moment(letter['moment'])})" if letter["moment"] else ""
    return [
        f"{letter['client_code'] or '—'} {person} — {letter['scenario']}",
        f"   {STATES[letter['state']]}{when}" + (f" : {reason}" if reason else ""),
    ]


def counted(command: str, counts: Mapping[str, int], reasons: Mapping[str, str]) -> list[str]:
    """Return what a run of `command` counted, zeros left out; `reasons` are labels by code."""
    words = COUNTS.get(command, {})
    return [
        _counted(name, counts[name], words, reasons)
        for name in sorted(counts, key=[*words, *sorted(counts)].index)
        if counts[name]
    ]


def _reason(code: str, reasons: Mapping[str, str]) -> str:
    """Return the label of a reason; what somebody typed, or Brevo's word, is quoted."""
    return reasons.get(code) or (f"« {code} »" if code else "")


def _counted(
    name: str, number: int, words: Mapping[str, tuple[str, ...]], reasons: Mapping[str, str]
) -> str:
    kind, _, code = name.partition("_")
    if name in words:
        return french(number, *words[name])
    if kind == "skipped":
        return f"{french(number, 'lettre écartée')} : {_reason(code, reasons)}"
    if kind == "event":
        return f"{french(number, 'événement')} « {EVENTS.get(code, code)} »"
    return f"{figure(number)} « {name} »"


def second_code(typed: str | None, code: str | None) -> list[str]:
    """Return what is said when `typed` is not the code a person's letters stand under."""
    if not typed or not code or normal_code(typed) == code:
        return []
    return [f"{normal_code(typed)} est un autre code de {code}."]
