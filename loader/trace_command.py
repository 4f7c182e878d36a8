"""`loader trace`."""

from dataclasses import asdict
from typing import Annotated

import typer

from loader.trace import Layer, Trace, trace
from warehouse.cli import emit_json
from warehouse.database import connect
from warehouse.settings import load_settings


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
    lines = [f"{found.file.path} (file {found.file.file_id}), line {found.line_number}"]
    lines.append(f"  {found.text}" if found.text is not None else f"  {found.note}")
    for layer in found.layers:
        lines += _on_layer(layer)
    return lines


def _on_layer(layer: Layer) -> list[str]:
    if layer.rows is None:
        return [f"{layer.relation}: not built yet"]
    if not layer.rows:
        return [f"{layer.relation}: —"]
    lines = [f"{layer.relation}:"]
    for row in layer.rows:
        said = ", ".join(f"{name}={value}" for name, value in row.items() if value is not None)
        lines.append(f"  {said}")
    return lines
