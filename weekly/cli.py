"""`weekly`: the Monday run from the command line, in French."""

from datetime import datetime
from typing import Annotated

import typer

from warehouse.console import choose_house, make_app
from warehouse.owner import OwnersGroup
from warehouse.settings import load_settings
from warehouse.wording import typeset
from weekly.run import run as run_steps

app = make_app(
    typeset(
        "Le passage du lundi : chargement des exports → lecture des statuts → construction et "
        "contrôle des tables → préparation des lettres → bilan.\n\n"
        "Le relancer ne change rien à ce qui est déjà fait.\n\n"
        "Codes de sortie : 0 tout est fait · 1 fait, des fichiers sont refusés · 2 réglage à "
        "corriger · 3 une personne doit décider · 4 base ou Brevo hors d'atteinte · 75 un autre "
        "passage est en cours."
    ),
    OwnersGroup,
)


@app.callback(invoke_without_command=True, no_args_is_help=False)
def weekly(
    context: typer.Context,
    house: Annotated[
        str | None,
        typer.Option(
            "--house", metavar="NOM", callback=choose_house, help="La maison de houses.toml."
        ),
    ] = None,
    once_since: Annotated[
        datetime | None,
        typer.Option(
            "--once-since",
            metavar="INSTANT",
            parser=datetime.fromisoformat,
            help="Ne rien refaire si un passage commencé depuis est allé à son terme (ISO 8601).",
        ),
    ] = None,
) -> None:
    """Run every step in order; running it again changes nothing that is already done."""
    if context.invoked_subcommand is None:
        raise typer.Exit(int(run_steps(load_settings(house=house), once_since)))
