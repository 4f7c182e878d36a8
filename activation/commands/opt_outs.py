"""The owner's command on noes in words nobody knows, in French: `oppositions`."""

import getpass
from typing import Annotated

import typer
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.feedback.newest import hear_newest
from activation.feedback.to_confirm import Decision, decide, waiting
from activation.hash_key import hash_key
from warehouse.console import emit_json, show_table
from warehouse.database import connect
from warehouse.errors import ConfigurationError
from warehouse.owner import EnJson, add_command, tell
from warehouse.settings import load_settings
from warehouse.wording import french

OPPOSITIONS = """Montre les mots de l'ERP qui sont peut-être un refus, et garde votre décision.

Un mot que le programme ne connaît pas vaut refus. Confirmez-le (--confirm) ou levez-le (--lift)
pour la personne qui l'a dit ; un mot qui revient souvent se note une fois pour toutes dans
dbt_project/seeds/optin_words.csv ou contact_statuts.csv.

Exemples : `activation oppositions` · `activation oppositions CL00042 --lift --reason "a rappelé"`
"""


def register(app: typer.Typer) -> None:
    """Add this family's command to `app`."""
    add_command(app, "oppositions", oppositions, OPPOSITIONS)


def oppositions(
    who: Annotated[
        str | None,
        typer.Argument(metavar="CLIENT", help="Code d'un client, ou adresse quand il n'en a pas."),
    ] = None,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="C'est un refus, pour toujours.")
    ] = False,
    lift: Annotated[bool, typer.Option("--lift", help="Ce n'est pas un refus.")] = False,
    word: Annotated[
        str | None,
        typer.Option(metavar="MOT", help="Ce mot seulement ; à défaut, tous ceux du client."),
    ] = None,
    reason: Annotated[
        str, typer.Option(metavar="TEXTE", help="Pourquoi ; gardé avec la décision. Obligatoire.")
    ] = "",
    by: Annotated[
        str | None,
        typer.Option(metavar="NOM", help="Qui décide ; à défaut, l'utilisateur de la session."),
    ] = None,
    as_json: EnJson = False,
) -> None:
    """List the words to confirm, or confirm or lift those of one person."""
    settings = load_settings()
    conn = connect(settings, application_name="activation oppositions")
    key = hash_key(conn, settings)
    hear_newest(conn, key)
    if who is None:
        _show(conn, as_json)
        return
    if confirm == lift:
        raise ConfigurationError("dites --confirm ou --lift")
    if not reason.strip():
        raise ConfigurationError("une décision demande une raison : ajoutez --reason « pourquoi »")
    decision = Decision.CONFIRM if confirm else Decision.LIFT
    count = decide(conn, key, who, decision, by or getpass.getuser(), reason, word)
    if as_json:
        emit_json({"client": who, "decision": decision, "words": count})
    else:
        tell(f"{french(count, f'mot {decision}')} pour {who}.")


def _show(conn: Connection, as_json: bool) -> None:
    found = waiting(conn)
    if as_json:
        emit_json({"to_confirm": found})
    elif not found:
        tell("Aucun refus à confirmer.")
    else:
        names = ("said_by_whom", "said_in", "word", "path", "line_number")
        show_table(
            "Refus à confirmer",
            ("client", "colonne", "mot", "fichier", "ligne"),
            [tuple(one[name] for name in names) for one in found],
        )
        tell("Décidez-en avec `activation oppositions CLIENT --confirm` ou `--lift`, et --reason.")
