"""What *Lundi* says, in French."""

from datetime import date

from activation.health.verdict import State

# A shape beside the word: no state is told by its colour alone.
SHAPES = {State.READY: "●", State.LOOK: "▲", State.BLOCKED: "■", State.UNVERIFIED: "○"}
STATES: dict[str | None, str] = {
    "up_to_date": "✓ à jour", "late": "▲ en retard", "old": "■ trop vieux", "none": "○ aucun",
    "pass": "✓ réussi", "warn": "▲ à regarder", "fail": "■ en erreur",
    "error": "○ n'a pas tourné", "runtime error": "○ n'a pas tourné",
    "skipped": "○ n'a pas tourné", None: "○ n'a pas tourné",
    "done": "✓ fait", "partial": "▲ fait, des fichiers refusés", "failed": "■ échoué",
    "killed": "○ interrompu", "running": "en cours",
    "vigneron": "vous, dans iSaVigne", "analyste": "l'analyste",
}  # fmt: skip
# The motifs of set-aside lines, as one reads them.
MOTIFS = {
    "doublon": "déjà lue", "remplacee": "corrigée depuis", "client_manquant": "client manquant",
    "date_invalide": "date impossible", "produit_manquant": "vin manquant",
    "quantite_invalide": "quantité impossible", "montant_invalide": "montant impossible",
    "document_manquant": "document manquant",
}  # fmt: skip
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip


def long_day(value: date) -> str:
    """Return a day as a letter is dated: `Lundi 23 novembre 2026`."""
    number = "1er" if value.day == 1 else str(value.day)
    name = DAYS[value.weekday()].capitalize()
    return f"{name} {number} {MONTHS[value.month - 1]} {value.year}"
