"""Filters as addresses: `/lettres?scenario=REBUY&departement=67` and back."""

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qs, parse_qsl, urlencode

from activation.approval.listing import Filter
from activation.approval.one_letter import bound, unbound
from activation.approval.selection import Selection
from warehouse.errors import ConfigurationError

# The word of an address for each choice, and for each state.
WORDS = {
    "scenario": "scenario", "family": "famille", "segment": "segment",
    "departement": "departement", "score": "score", "state": "etat", "text": "q",
}  # fmt: skip
STATE_WORDS = {
    "pending": "a-decider", "second": "seconde-personne", "flagged": "a-revoir",
    "approved": "approuvees", "rejected": "refusees", "left": "parties", "": "toutes",
}  # fmt: skip
_STATES = {word: state for state, word in STATE_WORDS.items()}
LONGEST = 100


def asked(query: Mapping[str, str]) -> Filter:
    """Return the filter of an address; without a state it asks what is to be decided."""
    chosen = {kind: query.get(word, "")[:LONGEST] for kind, word in WORDS.items()}
    chosen["state"] = _STATES.get(chosen["state"], "pending")
    page = query.get("page", "")
    return Filter(
        **{kind: text.replace("\0", "") for kind, text in chosen.items()},
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )


def asked_again(query: str) -> Filter:
    """Return the filter of an address's query, as a form brings it back."""
    return asked({word: texts[-1] for word, texts in parse_qs(query).items()})


def query_of(wanted: Filter, **more: str) -> str:
    """Return a filter as the query of an address, in one order; `more` behind it."""
    named = {word: str(getattr(wanted, kind)) for kind, word in WORDS.items()}
    named["etat"] = "" if wanted.state == "pending" else STATE_WORDS[wanted.state]
    named["page"] = str(wanted.page) if wanted.page > 1 else ""
    return urlencode({word: text for word, text in {**named, **more}.items() if text})


def choices_but_text(wanted: Filter) -> list[tuple[str, str]]:
    """Return the choices a search among names keeps, as fields of its form."""
    return parse_qsl(query_of(wanted.but(text="")))


def shown_word(reco_id: str, content_hash: str, approval_id: int) -> str:
    """Return what a form says of a letter: which one, its content, the last decision on it."""
    return f"{reco_id}:{bound(content_hash, approval_id)}"


def selection_of(words: Iterable[str]) -> Selection:
    """Return the letters of such words. Raises ConfigurationError for one that is none."""
    parted = (word.partition(":") for word in words)
    try:
        return Selection.of_shown({reco_id: unbound(shown) for reco_id, _, shown in parted})
    except ValueError:
        raise ConfigurationError(
            "a form does not say which letter was shown",
            "le formulaire ne dit pas quelle lettre était montrée : rechargez la page",
        ) from None
