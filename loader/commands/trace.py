"""`loader trace`."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from loader.listing import LoadedFile, find_file, text_at
from warehouse.console import AsJson, emit_json, say
from warehouse.database import connect
from warehouse.settings import load_settings
from warehouse.trace import ADVICE, Layer, Trace, trace

VERDICTS = ("reason", "motif")  # stored in French
LINEAGE = ("_file_id", "_line_number", "_loaded_at")


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("trace")(trace_line)


def trace_line(
    file_id: Annotated[int, typer.Argument(help="The file's number: see `loader files`.")],
    line: Annotated[int, typer.Argument(help="The line's number in the file.")],
    as_json: AsJson = False,
) -> None:
    """Show a line as it stands in its file, and what became of it in each layer.

    Examples: `loader trace 12 1583` · `loader trace 12 1583 --json`
    """
    settings = load_settings()
    conn = connect(settings, autocommit=True)
    file = find_file(conn, file_id)
    found = trace(conn, file_id, line)
    text, note = text_at(settings, file, line)
    if as_json:
        emit_json({"file": asdict(file), "text": text, "note": note or None, **asdict(found)})
    else:
        say(*_heading(file, line, text or note), *sentences(found))


def _heading(file: LoadedFile, line: int, text: str) -> list[str]:
    return [
        f"{file.path} (file {file.file_id}, export of {file.export_date}), line {line}",
        f"  {text}",
    ]


def sentences(found: Trace) -> list[str]:
    """Return the lines of text on what became of one line of a file."""
    lines: list[str] = []
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
        lines.append(f"not kept: “{found.motif}”")
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
    return ", ".join(_pair(name, value) for name, value in new.items()) or "the same"


def _pair(name: str, value: str) -> str:
    return f"{name}=“{value}”" if name in VERDICTS else f"{name}={value}"


def _advice(row: dict[str, Any]) -> str:
    return (
        f"  {row['scenario']} to {row['client_code']} on {row['as_of_date']}, "
        f"{row['rank']}. {row['produit_key']} ({row['score']}): “{row['reason']}”"
    )
