"""`loader check`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from loader.check import Verdict, check
from loader.discover import find_candidates
from loader.options import read_options
from warehouse.console import AsJson, emit_json, say
from warehouse.errors import ExitCode
from warehouse.settings import load_settings
from warehouse.wording import english


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("check")(check_files)


def check_files(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders to look at.")],
    dataset: Annotated[
        str | None, typer.Option(help="Dataset of the files, instead of their folder's.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say what loading these files would do and why; no database is needed.

    Ends with 1 when a file would be refused.

    Examples: `loader check export.csv --dataset clients` · `loader check raw/isavigne/stock/*.xlsx`
    """
    settings = load_settings()
    options = read_options(settings)
    found = find_candidates(settings.exports_dir, paths, dataset)
    verdicts = [check(one, settings.exports_dir, options) for one in found]
    if as_json:
        emit_json([asdict(verdict) for verdict in verdicts])
    else:
        for verdict in verdicts:
            say(*sentences(verdict))
    refused = any(verdict.refusal for verdict in verdicts)
    raise typer.Exit(int(ExitCode.SOME_REFUSED if refused else ExitCode.DONE))


def sentences(verdict: Verdict) -> list[str]:
    """Return the lines of text on one file."""
    lines = [
        f"{verdict.path}: " + (f"refused: “{verdict.refusal}”" if verdict.refusal else "loads")
    ]
    if verdict.columns:
        written = f", delimiter {verdict.delimiter!r}" if verdict.delimiter else ""
        lines += [
            f"  dataset {verdict.dataset}, export of {verdict.export_date}",
            f"  encoding {verdict.encoding}{written}, header on line {verdict.header_line}",
            f"  {english(verdict.row_count, 'row')}, "
            f"{english(verdict.rejected_count, 'line')} set aside",
        ]
        pairs = verdict.columns.items()
        lines += [f"  {heading} → {column}" for heading, column in pairs if heading != column]
    if verdict.unknown_columns:
        lines.append(f"  kept though unknown: {', '.join(verdict.unknown_columns)}")
    return lines + [
        f"  line {rejected.line_number}: “{rejected.reason}”: {rejected.text}"
        for rejected in verdict.first_rejected
    ]
