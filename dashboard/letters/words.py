"""What the page *Lettres* says of decisions, letters and changes, in French."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from activation.approval.shown_set import Changes
from warehouse.wording import PARIS, day, figure, french, typeset

# What templates write figures and days with.
FILTERS: dict[str, Callable[..., str]] = {
    "nombre": lambda number, decimals=0: figure(float(number or 0), decimals),
    "euros": lambda number: f"{figure(float(number or 0), 2)}\u00a0€",
    "jour": lambda value: day(value) if value else "",
    "compte": lambda number, noun, plural=None: french(int(number or 0), noun, plural),
}
STATES = {
    "pending": "à décider", "second": "attend une seconde personne", "flagged": "à revoir",
    "approved": "approuvée", "rejected": "refusée", "left": "partie", "": "toutes",
}  # fmt: skip
# Behind “217 lettres”.
SEVERAL = {
    "pending": "à décider", "second": "qui attendent une seconde personne",
    "flagged": "à revoir", "approved": "approuvées", "rejected": "refusées", "left": "parties",
    "": "en tout",
}  # fmt: skip
# Behind “1 lettre”.
ONE = SEVERAL | {
    "second": "qui attend une seconde personne", "approved": "approuvée", "rejected": "refusée",
    "left": "partie",
}  # fmt: skip
# A shape beside the word: no state is told by its colour alone.
SHAPES = {
    "pending": "○", "second": "◐", "flagged": "⚑", "approved": "●", "rejected": "✕", "left": "➤",
}  # fmt: skip
# One letter, several letters.
DECISIONS = {
    "approved": ("lettre approuvée", "lettres approuvées"),
    "rejected": ("lettre refusée", "lettres refusées"),
    "revoked": ("approbation retirée", "approbations retirées"),
    "flagged": ("lettre mise à revoir", "lettres mises à revoir"),
    "first_approval": (
        "lettre approuvée une première fois", "lettres approuvées une première fois",
    ),
    "undone": ("décision annulée", "décisions annulées"),
}  # fmt: skip
ONE_DECISION = {
    "approved": "approuvée", "rejected": "refusée", "revoked": "approbation retirée",
    "flagged": "mise à revoir", "first_approval": "approuvée une première fois",
    "undone": "décision annulée",
}  # fmt: skip
# Behind who did it: “Odile l'a approuvée”.
DID = {
    "approved": "l'a approuvée", "rejected": "l'a refusée", "revoked": "a retiré l'approbation",
    "flagged": "l'a mise à revoir", "first_approval": "l'a approuvée une première fois",
    None: "a annulé la décision",
}  # fmt: skip
PARTS = {
    "score_rebuy": "ses propres achats",
    "score_affinity": "ses goûts",
    "score_popularity": "les ventes du moment",
}
FACTS = {
    "kind": "sorte", "commande_le": "commandé le", "unites": "quantité",
    "bouteilles": "bouteilles vendues", "produit_achete": "vin acheté", "avec": "avec",
    "acheteurs_des_deux": "acheteurs des deux", "acheteurs": "acheteurs de l'autre vin",
    "commandes_communes": "commandes communes", "place": "place dans sa famille",
    "cepage": "cépage", "millesime": "millésime",
}  # fmt: skip
CHANNELS = {"email": "courriel", "telephone": "téléphone"}
OUTCOMES = {
    "delivered": "fait", "click": "a cliqué", "unsubscribe": "a dit non", "spam": "plainte",
    "hard_bounce": "adresse en erreur", "soft_bounce": "non remis", "invalid": "adresse invalide",
    "blocked": "bloqué", "mineur": "mineur", "held_out": "gardée par tirage au sort",
}  # fmt: skip
SCORES = {"80": "80 et plus", "60": "60 à 79", "40": "40 à 59", "20": "20 à 39", "0": "moins de 20"}
ABROAD = {"etranger": "à l'étranger", "": "non renseigné"}


def done(counts: dict[str, int], is_undo: bool) -> str:
    """Return what a batch did: `217 lettres approuvées.`"""
    if is_undo:
        return typeset(f"{french(sum(counts.values()), 'décision annulée')}.")
    told = [french(number, *DECISIONS[decision]) for decision, number in counts.items()]
    more = " Une seconde personne doit les approuver." if "first_approval" in counts else ""
    return typeset(f"{', '.join(told)}.{more}")


def when(at: datetime | None, now: datetime | None = None) -> str:
    """Return a moment as people say it: `à l'instant`, `il y a 5 minutes`, `hier à 18 h 30`."""
    if at is None:
        return ""
    now = now or datetime.now(ZoneInfo("UTC"))
    minutes = int((now - at).total_seconds() // 60)
    here, today = at.astimezone(PARIS), now.astimezone(PARIS)
    hour = f"{here.hour} h {here.minute:02d}"
    if minutes < 1:
        return "à l'instant"
    if minutes < 60:
        return typeset(f"il y a {french(minutes, 'minute')}")
    days = (today.date() - here.date()).days
    if days == 0:
        return typeset(f"à {hour}")
    return typeset(f"hier à {hour}" if days == 1 else f"le {day(here.date())} à {hour}")


def what_changed(changes: Changes) -> list[str]:
    """Return how a set differs from the one that was shown, a sentence each."""
    told = []
    if changes.added:
        told.append(f"{french(changes.added, 'lettre')} en plus")
    if changes.gone:
        told.append(f"{french(changes.gone, 'lettre')} en moins")
    if changes.reworded:
        told.append(f"{french(changes.reworded, 'lettre')} avec d'autres mots")
    told += [
        f"{french(changes.decided, 'lettre décidée')} entre-temps par {who}, {when(at)}"
        for who, at in list(changes.decided_by.items())[:1]
    ]
    return [typeset(one) for one in told]
