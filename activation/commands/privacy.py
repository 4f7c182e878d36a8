"""Commands for the rights of the people written to: `forget`, `sweep`, `export-person`."""

import dataclasses
from typing import Annotated

import typer

from activation.hash_key import hash_key
from activation.privacy.export import export_person
from activation.privacy.forget import forget, sweep
from activation.privacy.person import Person, find_person
from warehouse.console import AsJson, emit_json, say
from warehouse.database import advisory_lock, connect
from warehouse.errors import ConfigurationError
from warehouse.settings import load_settings
from warehouse.wording import english

Code = Annotated[str, typer.Argument(help="Any client code of the person.")]


def register(app: typer.Typer) -> None:
    """Add this family's commands to `app`."""
    app.command("forget")(forget_command)
    app.command("sweep")(sweep_command)
    app.command("export-person")(export_command)


def forget_command(
    client_code: Code,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")] = False,
    as_json: AsJson = False,
) -> None:
    """Erase a person everywhere, in Brevo too; what is left is a keyed hash, so that nobody writes.

    Example: `activation forget CL00042`
    """
    settings = load_settings()
    conn = connect(settings, application_name="activation forget")
    person = find_person(conn, client_code)
    if not (yes or _is_confirmed(person)):
        raise ConfigurationError("nothing was erased: answer yes, or add --yes")
    # Neither dbt nor a sending may be at work on the person meanwhile.
    with advisory_lock(conn, "weekly"), advisory_lock(conn, "activation"):
        done = forget(conn, settings, client_code)
    if as_json:
        emit_json(dataclasses.asdict(done))
        return
    say(
        f"Erased: {english(done.codes, 'code')}, "
        f"{english(done.addresses, 'address', 'addresses')}, {english(done.lines, 'line')}. "
        "Run `dbt build` to compute the tables again.",
        *(
            f"still names this person, archive it out of reach or delete it: {path}"
            for path in done.files
        ),
    )


def _is_confirmed(person: Person) -> bool:
    codes = ", ".join(sorted(person.codes))
    try:
        addresses = english(len(person.emails), "address", "addresses")
        return typer.confirm(f"Erase {codes} ({addresses})?", err=True)
    except typer.Abort:  # nobody is there to answer
        return False


def sweep_command(as_json: AsJson = False) -> None:
    """Erase again whoever a new export or a restored backup brought back.

    Part of the Monday run; run it by hand after a restore. Example: `activation sweep`
    """
    settings = load_settings()
    conn = connect(settings, application_name="activation sweep")
    with advisory_lock(conn, "weekly"):
        lines = sweep(conn, settings)
    if as_json:
        emit_json({"lines": lines})
    else:
        say(f"{english(lines, 'line')} of erased persons had come back and left again.")


def export_command(client_code: Code) -> None:
    """Print everything held of a person as JSON, each exported line with its file and line.

    Example: `activation export-person CL00042 > CL00042.json`
    """
    settings = load_settings()
    conn = connect(settings, application_name="activation export-person")
    emit_json(export_person(conn, hash_key(conn, settings), client_code))
