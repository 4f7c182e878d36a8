"""What *Conformité* says, in French."""

from datetime import date

from activation.feedback.occasions import CHANNELS
from dashboard.compliance.law import Law
from dashboard.letters.words import DECISIONS
from dashboard.monday.words import MONTHS
from warehouse.rows import Row
from warehouse.wording import french, typeset

KINDS = {"refus": "refus", "retours": "adresses en erreur", "plaintes": "plaintes"}
BASES = {
    "client_existant": (
        "La personne est cliente de la maison, la lettre parle de vins semblables à ceux qu'elle a "
        "achetés, et elle pouvait dire non à chaque lettre (code des postes et des communications "
        "électroniques, article L. 34-5)"
    ),
    "consentement": "La personne a donné son accord",
}
REQUESTS = {"access": "ses données", "erasure": "être effacée"}
# What is neither a decision on letters nor a request.
DONE = {
    "undo": "a annulé une décision",
    "send": "a demandé l'envoi",
    "send_taken_back": "a repris l'envoi",
    "send_stopped": "a arrêté l'envoi",
    "left": "a dit qu'une lettre en doute était partie",
    "not_left": "a dit qu'une lettre en doute n'était pas partie",
    "health": "a levé un blocage",
    "opt_out": "a noté un refus",
    "lifted": "a levé une opposition",
    "occasion": "a noté un contact",
    "occasion_taken_back": "a retiré un contact",
    "access": "a demandé les données d'une personne",
    "erasure": "a demandé l'effacement d'une personne",
    "access_taken": "a pris les données d'une personne",
}
SENT = {
    "accepted": "partie", "sending": "en train de partir", "unknown": "en doute",
    "abandoned": "en doute, laissée là", "queued": "en attente", "retry_wait": "en attente",
    "failed": "refusée par Brevo", "skipped": "écartée", "cancelled": "annulée",
    "expired": "périmée", "held_out": "gardée par tirage au sort",
}  # fmt: skip
EVENTS = {
    "accepted": "acceptée par Brevo", "delivered": "remise", "deferred": "remise plus tard",
    "soft_bounce": "non remise", "hard_bounce": "adresse en erreur", "invalid": "adresse invalide",
    "blocked": "bloquée", "spam": "plainte", "click": "clic", "unsubscribe": "a dit non",
    "error": "erreur chez Brevo",
}  # fmt: skip


def noes(found: Law, today: date) -> str:
    """Return how many said no this year, and whether a letter left to one of them."""
    counts = found.counts.get("refus", {})
    told = f"Depuis le 1er janvier {today.year}, {french(counts.get('this_year', 0), 'refus noté')}"
    after = (
        "aucune lettre n'est partie ensuite"
        if not found.after_no
        else f"{french(found.after_no, 'lettre est partie', 'lettres sont parties')} ensuite"
    )
    return typeset(f"{told} ; {after}.")


def gaps(found: Law, days: int) -> str:
    """Return whether anybody had two letters too close to each other."""
    if not found.too_close:
        return typeset(f"Personne n'a reçu deux lettres à moins de {days} jours.")
    number = french(len(found.too_close), "lettre est partie", "lettres sont parties")
    return typeset(f"{number} moins de {days} jours après une autre.")


def did(one: Row) -> str:
    """Return one line of the journal, without who and when."""
    if one["what"] in DONE:
        told = DONE[one["what"]]
        return typeset(f"{told} ({french(one['letters'], 'lettre')})" if one["letters"] else told)
    return typeset(french(one["letters"], *DECISIONS[one["what"]]))


def told(one: Row) -> str:
    """Return what was said of it: a reason as typed, the way somebody was met in words."""
    said = str(one["told"] or "")
    return CHANNELS.get(said, said) if one["what"].startswith("occasion") else said


def document(document_id: str) -> str:
    """Return a document as its reader knows it: `VENTE|V2026-00309|2026-06-24` is V2026-00309."""
    parts = document_id.split("|")
    return parts[1] if len(parts) == 3 else document_id


def month(first: date) -> str:
    """Return a month: `novembre 2026`."""
    return f"{MONTHS[first.month - 1]} {first.year}"
