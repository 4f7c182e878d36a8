"""The attributes Brevo keeps of a contact: their types, and values it would silently drop.

Brevo answers “done” to an attribute it does not know and to a value of the wrong type,
and keeps neither. So types are checked before a call, and values read back after it.
"""

import re
from typing import Any

# Exactly what `sync.brevo_contacts` gives, and the code under which Brevo knows the person.
# Few, typed, stable: what a marketer needs to make a segment; none of them history.
ATTRIBUTES = {
    "EXT_ID": "text",
    "PRENOM": "text",
    "NOM": "text",
    "SEGMENT": "text",
    "DERNIER_ACHAT": "date",
    "NB_COMMANDES": "float",
    "PANIER_MOYEN": "float",
    "GAMME_PREF": "text",
    "RECO_TYPE": "text",
    "RECO_LE": "date",
}
KINDS = {"text": "un texte", "date": "une date", "float": "un nombre"}
GIVEN = frozenset(ATTRIBUTES) - {"EXT_ID"}
LONGEST_TEXT = 255
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

Attributes = dict[str, Any]


def difference(given: set[str]) -> str:
    """Return, in French, how the attributes the warehouse gives differ from those declared."""
    sides = {
        "ATTRIBUTES, dans activation/contacts/attributes.py": given - GIVEN,
        "sync.brevo_contacts, dans dbt_project/models/sync/brevo_contacts.sql": GIVEN - given,
    }
    missing = [f"{', '.join(sorted(n))} (absent de {side})" for side, n in sides.items() if n]
    return f"attribut sans son pendant : {' ; '.join(missing)}"


def misfit(name: str, value: object) -> str | None:
    """Return, in French, why Brevo would drop this value, or None."""
    kind = ATTRIBUTES.get(name)
    if kind is None:
        return f"{name} n'est pas un attribut connu"
    if kind == "text":
        fits = isinstance(value, str) and len(value) <= LONGEST_TEXT
    elif kind == "date":
        fits = isinstance(value, str) and _DATE.fullmatch(value) is not None
    else:
        fits = isinstance(value, int | float) and not isinstance(value, bool)
    return None if fits else f"{name}={value!r} n'est pas {KINDS[kind]} que Brevo garderait"


def outgoing(client_code: str, attributes: Attributes, erase: frozenset[str]) -> Attributes:
    """Return what is sent: no nulls, unless the column is to be erased, then empty text."""
    sent = {"EXT_ID": client_code}
    for name, value in sorted(attributes.items()):
        if value is not None:
            sent[name] = value
        elif name in erase:
            sent[name] = ""
    return sent


def first_misfit(sent: Attributes) -> str | None:
    """Return `misfit` of the first value Brevo would drop; an erasure always fits."""
    reasons = (misfit(name, value) for name, value in sent.items() if value != "")
    return next((reason for reason in reasons if reason), None)


def first_difference(sent: Attributes, kept: Attributes) -> str | None:
    """Return, in French, the first attribute Brevo does not hold as sent, or None."""
    for name, value in sent.items():
        held = kept.get(name)
        if not _is_same(value, held):
            return f"{name} : envoyé {_shape(value)}, gardé par Brevo {_shape(held)}"
    return None


def _is_same(sent: object, held: object) -> bool:
    if sent == "":
        return held in (None, "")
    if isinstance(sent, int | float) and isinstance(held, int | float):
        return abs(float(sent) - float(held)) < 0.005
    if isinstance(sent, str) and isinstance(held, str) and _DATE.fullmatch(sent):
        return held[:10] == sent
    return sent == held


def _shape(value: object) -> str:
    """Describe a value without showing it: errors are kept, personal data is not."""
    kinds = {str: "un texte", bool: "un oui ou non", int: "un nombre", float: "un nombre"}
    return "rien" if value in (None, "") else kinds.get(type(value), "autre chose")
