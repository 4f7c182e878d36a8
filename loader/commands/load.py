"""`loader load`."""

from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from loader.load import load
from loader.report import FileResult, LoadReport
from warehouse.console import AsJson, emit_json, say
from warehouse.progress import file_bars
from warehouse.settings import load_settings
from warehouse.wording import english

EXAMPLES = """Examples:

    loader load                                  every new file under EXPORTS_DIR
    loader load --dry-run                        what would happen, nothing kept
    loader load --dataset clients                only the folder `clients`
    loader load ~/export.csv --dataset stock     one file from elsewhere
"""


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("load", epilog=EXAMPLES.replace("\n    ", "\n\n    "))(load_files)


def load_files(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders; by default every new export.")
    ] = None,
    dataset: Annotated[
        str | None, typer.Option(help="Dataset of the files, instead of their folder's.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Do everything but keep nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Load new exports; ends with 1 when a file was refused."""
    settings = load_settings()
    with file_bars() as progress:
        # A line per file as it is done, but after the bars where there are any.
        tell = None if progress or as_json else _tell
        report = load(settings, paths, dataset, dry_run=dry_run, progress=progress, tell=tell)
    if as_json:
        emit_json(as_dict(report))
    else:
        for result in report.files if progress else ():
            _tell(result)
        say(summary(report))
    raise typer.Exit(int(report.exit_code))


def _tell(result: FileResult) -> None:
    with suppress(BrokenPipeError):  # nobody reads any more: the files are loaded all the same
        say(sentence(result))


def as_dict(report: LoadReport) -> dict[str, object]:
    """Return a report as plain values, for JSON."""
    return {
        **asdict(report),
        "row_count": report.row_count,
        "rejected_count": report.rejected_count,
        "exit_code": int(report.exit_code),
    }


def sentence(result: FileResult) -> str:
    """Return one line of text on one file."""
    if result.status != "loaded":
        return f"{result.path}: {result.status}: “{result.error}”"
    line = f"{result.path}: {english(result.row_count, 'row')} into raw.{result.dataset}"
    if result.file_id is not None:
        line += f" as file {result.file_id}"
    if result.rejected_count:
        line += f", {english(result.rejected_count, 'line')} set aside (see `loader rejected`)"
    if result.new_columns:
        s = "" if len(result.new_columns) == 1 else "s"
        line += f", new column{s} {', '.join(result.new_columns)}"
    return f"{line}, {result.seconds:.1f} s"


def summary(report: LoadReport) -> str:
    """Return the last line of a load."""
    counts = {
        status: sum(result.status == status for result in report.files)
        for status in ("loaded", "duplicate", "refused", "waiting")
    }
    said = ", ".join(f"{count} {status}" for status, count in counts.items() if count)
    still = f", {len(report.still_refused)} still refused" if report.still_refused else ""
    verb = "Nothing kept (dry run)" if report.dry_run else "Done"
    return (
        f"{verb}: {said or 'no new file'}, {report.unchanged} unchanged{still}; "
        f"{english(report.row_count, 'row')}, {english(report.rejected_count, 'line')} set aside."
    )
