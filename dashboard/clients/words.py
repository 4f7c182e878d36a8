"""What *Clients* says of persons, in French."""

JOINED = {
    "seul": "seul code de la personne",
    "maitre": "son premier code",
    "email": "rattaché par l'adresse e-mail",
    "telephone": "rattaché par le téléphone",
    "manuel": "rattaché par vous",
}
CHANNELS = {
    "email": "courriel", "telephone": "téléphone", "courrier": "courrier", "salon": "salon",
    "caveau": "caveau",
}  # fmt: skip
SOURCES = {"erp": "iSaVigne", "brevo": "nos lettres", "page": "noté ici"}


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
