"""What the page *Envoyer* says of a sending, in French."""

from datetime import datetime

from activation.asked.previews import Preview
from activation.asked.sendings import Sending
from activation.config import Rules
from dashboard.letters.words import when
from warehouse.wording import PARIS, day, figure, french, typeset

# Beside each figure of a sending: the word and a shape, in the order of the page.
FIGURES = {
    "accepted": ("➤", "parties"),
    "failed": ("✕", "refusées par Brevo"),
    "left_out": ("○", "écartées"),
    "in_doubt": ("?", "en doute"),
    "waiting": ("…", "en attente"),
}


def hour(at: datetime, now: datetime) -> str:
    """Return a moment to come: `à 9 h 10`, `demain à 8 h 00`, `le 25/11/2026 à 8 h 00`."""
    here, today = at.astimezone(PARIS), now.astimezone(PARIS).date()
    told = f"à {here.hour} h {here.minute:02d}"
    days = (here.date() - today).days
    if days == 0:
        return told
    return f"demain {told}" if days == 1 else f"le {day(here.date())} {told}"


def title(found: Sending, *, has_worker: bool) -> str:
    """Return in one sentence where a sending is, and whether anybody is there to go on with it."""
    return typeset(_title(found, has_worker=has_worker))


def _title(found: Sending, *, has_worker: bool) -> str:
    if found.taken_back_at:
        return f"Tout a été repris par {found.taken_back_by}, rien n'est parti."
    if found.finished_at and found.stop_asked_at:
        return f"Arrêté par {found.stop_asked_by}."
    if found.finished_at:
        return "Interrompu." if found.said else "Terminé."
    if found.stop_asked_at:
        return f"Arrêt demandé par {found.stop_asked_by} : plus rien ne part."
    if not found.started_at:
        return f"Rien n'est encore parti. Le départ est prévu {hour(found.due_at, found.now)}."
    if found.due_at > found.now:
        return f"En pause. La suite part {hour(found.due_at, found.now)}."
    return "Les lettres partent." if has_worker else "Les lettres attendent qu'on les envoie."


def asked(found: Sending) -> str:
    """Return who asked for a sending, and when."""
    return typeset(f"Demandé par {found.asked_by} {when(found.asked_at, found.now)}.")


def said(found: Sending) -> str:
    """Return why a sending waits or ended, as a sentence; nothing when there is nothing to say."""
    return (
        typeset(f"{found.said[:1].upper()}{found.said[1:]}.".replace("`", "")) if found.said else ""
    )


def limits(rules: Rules) -> str:
    """Return when letters may leave at all."""
    quiet = f", aucune entre {rules.quiet_from} h et {rules.quiet_until} h"
    told = f"Au plus {french(rules.daily_cap, 'lettre')} par jour"
    told += quiet if rules.quiet_from != rules.quiet_until else ""
    if rules.holdout_share:
        share = figure(100 * rules.holdout_share, 1).removesuffix(",0")
        told += f" ; {share}\u00a0% des personnes, tirées au sort, n'en reçoivent pas"
    return typeset(f"{told}.")


def last_one(at: datetime | None, now: datetime) -> str:
    """Return when the last letter leaves."""
    if at is None:
        return "Avec ces limites, la dernière ne partirait jamais."
    return typeset(f"La dernière part {hour(at, now).replace('à ', 'vers ', 1)}.")


def credits(found: Preview) -> str:
    """Return what is left at Brevo."""
    if found.credits is None:
        return "inconnus pour le moment"
    lacks = found.credits < found.letters
    return f"{figure(found.credits)}{', il en manque' if lacks else ''}"
