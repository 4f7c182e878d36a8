"""`health`: the one sentence about this minute, and letting letters leave in spite of a block."""

from typing import Annotated

import typer

from warehouse.console import emit_json
from warehouse.database import connect
from warehouse.owner import EnJson, add_command, tell
from warehouse.settings import load_settings

HEALTH = """Dit en une phrase si l'on peut se fier aux données en ce moment, et quoi faire.

« Bloqué » arrête les envois, de la page comme d'ici, jusqu'à ce que la cause soit corrigée ou
qu'une personne le lève, avec une raison qui est gardée ; un autre blocage sera demandé de nouveau.

Codes de sortie : 0 prêt · 1 à vérifier · 3 bloqué ou pas vérifié · 4 base hors d'atteinte.

Exemples : `activation health` · `activation health --override --by Odile --reason "stock compté à
la main"`
"""


def register(app: typer.Typer) -> None:
    """Add this family's command to `app`."""
    add_command(app, "health", health, HEALTH)


def health(
    override: Annotated[bool, typer.Option("--override", help="Lève le blocage.")] = False,
    by: Annotated[str, typer.Option(metavar="NOM", help="Qui décide.")] = "",
    reason: Annotated[str, typer.Option(metavar="TEXTE", help="Pourquoi.")] = "",
    as_json: EnJson = False,
) -> None:
    """Say whether the data can be trusted this minute; let letters leave in spite of a block."""
    from activation.health import now

    settings = load_settings()
    if override:
        now.override(connect(settings, application_name="activation health"), settings, by, reason)
    found = now.verdict_of(settings)
    if as_json:
        emit_json(found.as_dict())
    else:
        tell(found.sentence, found.next_step)
        tell(*(f"   {point.text} — {point.remedy}" for point in found.points[1:]))
    raise typer.Exit(int(found.exit_code))
