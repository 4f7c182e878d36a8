"""`loader files` and `loader rejected`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

import typer

from loader.files.headers import check_dataset
from loader.listing import LoadedFile, find_file, list_files, list_rejected, write_lines_to_mend
from warehouse.console import AsJson, emit_json, say
from warehouse.database import connect
from warehouse.errors import ConfigurationError
from warehouse.settings import load_settings
from warehouse.wording import english


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("files")(files)
    app.command("rejected")(rejected)


def files(
    dataset: Annotated[str | None, typer.Option(help="Only this dataset.")] = None,
    status: Annotated[
        Literal["loaded", "unloaded", "refused", "duplicate"] | None,
        typer.Option(help="Only this status."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the files dealt with: what, when, how many rows, how many lines set aside.

    Examples: `loader files` · `loader files --status refused` · `loader files --json`
    """
    check_dataset(dataset)
    found = list_files(connect(load_settings(), autocommit=True), dataset, status)
    if as_json:
        emit_json([asdict(file) for file in found])
        return
    for file in found:
        say(sentence(file))
    say(f"{english(len(found), 'file')}.")


def sentence(file: LoadedFile) -> str:
    """Return one line of text on one file; a narrow terminal would fold a table beyond use."""
    line = f"{file.file_id}  {file.loaded_at:%Y-%m-%d %H:%M}  {file.path}: {file.status}"
    if file.status != "loaded":
        return f"{line}: “{file.error}”"
    return (
        f"{line}, export of {file.export_date}, "
        f"{english(file.row_count, 'row')} into raw.{file.dataset}, "
        f"{english(file.rejected_count, 'line')} set aside"
    )


def rejected(
    file: Annotated[int | None, typer.Option(help="Only this file, by its number.")] = None,
    export: Annotated[
        Path | None,
        typer.Option(help="Write the lines of --file below its header, to mend and drop back."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the lines set aside with their file, number and reason.

    To mend them: write them out, correct them, drop the file into the dataset's folder and
    load. Its name keeps the export's date, so that later exports still win.

    Examples: `loader rejected` · `loader rejected --file 12 --export .`
    """
    if export is not None and file is None:
        raise ConfigurationError("--export needs --file: one header, one file to mend")
    settings = load_settings()
    conn = connect(settings, autocommit=True)
    known = find_file(conn, file) if file is not None else None
    lines = list_rejected(conn, file)
    if export is not None and known is not None:
        target = write_lines_to_mend(settings, known, lines, export)
        if as_json:
            emit_json({"path": str(target), "lines": len(lines)})
        else:
            say(f"{target}: {english(len(lines), 'line')} to mend")
    elif as_json:
        emit_json([asdict(line) for line in lines])
    else:
        for line in lines:
            where = f"file {line.file_id}, line {line.line_number}"
            say(f"{where}: “{line.reason}”: {line.raw_text}")
        say(f"{english(len(lines), 'line')} set aside.")
