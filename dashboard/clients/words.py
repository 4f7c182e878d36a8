"""What *Clients* says of persons, in French."""

from warehouse.rows import Row
from warehouse.wording import figure, typeset

JOINED = {
    "seul": "seul code de la personne",
    "maitre": "son premier code",
    "email": "rattaché par l'adresse e-mail",
    "telephone": "rattaché par le téléphone",
    "manuel": "rattaché par vous",
}
CHANNELS = {
    "email": "courriel", "telephone": "téléphone", "courrier": "courrier", "salon": "salon",
    "caveau": "caveau", "visite": "visite",
}  # fmt: skip
# What came of a letter, in the order it is told.
CAME_OF = {
    "delivered": "remise", "click": "il y a eu un clic", "unsubscribe": "a dit non",
    "spam": "plainte", "hard_bounce": "adresse en erreur", "soft_bounce": "non remise",
    "invalid": "adresse invalide", "blocked": "bloquée",
}  # fmt: skip
SOURCES = {"erp": "iSaVigne", "brevo": "nos lettres", "page": "noté ici"}


def became(letter: Row) -> str:
    """Return what came of a letter that left, in a sentence."""
    answers = letter["answers"] or []
    told = [said for word, said in CAME_OF.items() if word in answers]
    if not told and letter["state"] != "accepted":
        told = ["on ne sait pas si elle est arrivée"]
    if letter["orders"]:
        told.append(f"suivie d'un achat de {figure(float(letter['mt_ht']), 2)} € HT")
    if not told:
        return "Pas encore de nouvelles."
    return typeset(f"{told[0][:1].upper()}{', '.join(told)[1:]}.")


def source_of(source: str) -> str:
    """Return where an opt-out comes from: `erp:fichier:433` is that line of that file."""
    kind, _, rest = source.partition(":")
    if kind == "erp":
        path, _, line = rest.rpartition(":")
        return f"iSaVigne ({path}, ligne {line})" if path else "iSaVigne"
    return {"brevo": "Brevo", "webhook": "Brevo", "heard": "noté sur cette page"}.get(kind, source)


def quarter(first_day: object) -> str:
    """Return a quarter as `T3 26`."""
    month, year = first_day.month, first_day.year  # type: ignore[attr-defined]
    return f"T{(month - 1) // 3 + 1} {year % 100:02d}"
