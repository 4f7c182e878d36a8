"""`loader trace`."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from loader.trace import ADVICE, Layer, Trace, trace
from warehouse.cli import emit_json
from warehouse.database import connect
from warehouse.settings import load_settings

LINEAGE = ("_file_id", "_line_number", "_loaded_at")


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("trace")(trace_line)


def trace_line(
    file_id: Annotated[int, typer.Argument(help="The file's number: see `loader files`.")],
    line: Annotated[int, typer.Argument(help="The line's number in the file.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Show a line as it stands in its file, and what became of it in each layer.

    Examples: `loader trace 12 1583` · `loader trace 12 1583 --json`
    """
    settings = load_settings()
    found = trace(settings, connect(settings, autocommit=True), file_id, line)
    if as_json:
        emit_json(asdict(found))
    else:
        typer.echo("\n".join(sentences(found)))


def sentences(found: Trace) -> list[str]:
    """Return the lines of text on one line of a file."""
    file = found.file
    lines = [
        f"{file.path} (file {file.file_id}, export of {file.export_date}), "
        f"line {found.line_number}",
        f"  {found.text if found.text is not None else found.note}",
    ]
    known: dict[str, str] = {}
    for layer in found.layers:
        if layer.rows is None:
            lines.append(f"{layer.relation}: not built yet")
        elif not layer.rows:
            lines.append(f"{layer.relation}: —")
        elif layer.relation == ADVICE:
            lines += [f"{layer.relation}:", *map(_advice, layer.rows)]
        else:
            lines.append(f"{layer.relation}: {_changes(layer, known)}")
    if found.motif:
        lines.append(f"not kept: {found.motif}")
    if found.instead:
        lines.append("kept in its place: file {}, line {}".format(*found.instead))
    return lines


def _changes(layer: Layer, known: dict[str, str]) -> str:
    """Return what a layer says that the layers above did not say; `known` takes it in."""
    said = {
        name: str(value)
        for row in layer.rows or []
        for name, value in row.items()
        if value is not None and name not in LINEAGE
    }
    new = {name: value for name, value in said.items() if known.get(name) != value}
    known.update(new)
    return ", ".join(f"{name}={value}" for name, value in new.items()) or "the same"


def _advice(row: dict[str, Any]) -> str:
    return (
        f"  {row['scenario']} to {row['client_code']} on {row['as_of_date']}, "
        f"{row['rank']}. {row['produit_key']} ({row['score']}): {row['reason']}"
    )
