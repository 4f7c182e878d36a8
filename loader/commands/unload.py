"""`loader unload`."""

from dataclasses import asdict
from typing import Annotated

import typer

from loader.unload import unload
from warehouse.console import AsJson, emit_json, say
from warehouse.database import connect
from warehouse.settings import load_settings
from warehouse.wording import english


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("unload")(unload_file)


def unload_file(
    file_id: Annotated[int, typer.Argument(help="Number of the file, as `loader files` shows it.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; kept beside the file.")] = "",
    as_json: AsJson = False,
) -> None:
    """Take a bad export out again, as if it had never been loaded; then run `make weekly`.

    Its content does not come back by itself, under no name; `loader load PATH` brings it back.
    """
    done = unload(connect(load_settings(), application_name="unload"), file_id, reason)
    if as_json:
        emit_json(asdict(done))
        return
    say(
        f"{', '.join(done.paths)}: unloaded, {english(done.lines, 'line')} of {done.dataset} "
        "removed. Next: `make weekly`, which builds the tables without them."
    )
