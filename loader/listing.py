"""Questions about what is loaded: files, lines set aside, and those lines to mend."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from psycopg2.extensions import connection as Connection  # noqa: N812

from loader.discover import PARIS
from loader.errors import FileProblem
from loader.files.exports import open_export
from loader.files.sources import Source
from loader.options import read_options
from warehouse.errors import ConfigurationError
from warehouse.settings import Settings


@dataclass(frozen=True)
class LoadedFile:
    """One line of `raw.files`."""

    file_id: int
    dataset: str | None
    path: str
    export_date: date | None
    exported_at: datetime | None
    modified_at: datetime | None
    status: str
    row_count: int
    rejected_count: int
    encoding: str | None
    delimiter: str | None
    size_bytes: int | None
    sha256: str | None
    error: str | None
    loaded_at: datetime


@dataclass(frozen=True)
class RejectedLine:
    """One line of `raw.rejected_lines`."""

    file_id: int
    line_number: int
    dataset: str
    raw_text: str
    reason: str


FILE_COLUMNS = ", ".join(LoadedFile.__dataclass_fields__)


def list_files(
    conn: Connection, dataset: str | None = None, status: str | None = None
) -> list[LoadedFile]:
    """Return the files dealt with, the latest last."""
    with conn.cursor() as cursor:
        cursor.execute(
            f"select {FILE_COLUMNS} from raw.files "  # noqa: S608 - our own column names
            "where (%(dataset)s is null or dataset = %(dataset)s) "
            "and (%(status)s is null or status = %(status)s) order by file_id",
            {"dataset": dataset, "status": status},
        )
        return [LoadedFile(*row) for row in cursor.fetchall()]


def find_file(conn: Connection, file_id: int) -> LoadedFile:
    """Return one file. Raises ConfigurationError when there is none of that number."""
    for file in list_files(conn):
        if file.file_id == file_id:
            return file
    raise ConfigurationError(f"no file {file_id}: `loader files` lists them")


def list_rejected(conn: Connection, file_id: int | None = None) -> list[RejectedLine]:
    """Return the lines set aside, of one file or of all."""
    with conn.cursor() as cursor:
        cursor.execute(
            "select _file_id, _line_number, dataset, raw_text, reason from raw.rejected_lines "
            "where %(file)s::bigint is null or _file_id = %(file)s order by 1, 2",
            {"file": file_id},
        )
        return [RejectedLine(*row) for row in cursor.fetchall()]


def write_lines_to_mend(
    settings: Settings, file: LoadedFile, lines: Sequence[RejectedLine], target: Path
) -> Path:
    """Write a file's lines set aside, below its own header, to mend and drop back.

    `target` is a file, or a folder: the name then carries the export's date and hour, so that
    the mended lines count as being of that date. Raises ConfigurationError when the export
    itself, which alone knows its header, cannot be read any more, or when `target` cannot
    be written or is there already: somebody may be mending it.
    """
    try:
        source = Source(located(settings, file), read_options(settings).cap)
        with open_export(source, file.dataset) as export:
            delimiter, header = export.copy_delimiter, export.match.found
    except FileProblem as refusal:
        raise ConfigurationError(
            f"{file.path}: its header cannot be read (“{refusal}”): put the export back first"
        ) from None
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter).writerow(header)
    buffer.writelines(f"{line.raw_text}\r\n" for line in lines)
    if target.is_dir():
        target = target / f"{Path(file.path).stem}_a_corriger_{_moment(file)}.csv"
    try:
        with target.open("xb") as output:
            # With a byte order mark a spreadsheet reads the accents right.
            output.write(buffer.getvalue().encode("utf-8-sig"))
    except FileExistsError:
        raise ConfigurationError(f"{target} is there already: move it, or name another") from None
    except OSError as error:
        raise ConfigurationError(f"{target} cannot be written: {error.strerror}") from None
    return target


def _moment(file: LoadedFile) -> str:
    """Return when a file was exported as a file name says it; midnight is left out."""
    if file.exported_at is None:
        return str(file.export_date)
    moment = file.exported_at.astimezone(PARIS)
    return f"{moment:%Y-%m-%d}" if moment.time() == time() else f"{moment:%Y-%m-%d_%H%M%S}"


def text_at(settings: Settings, file: LoadedFile, line_number: int) -> tuple[str | None, str]:
    """Return a line as it stands in its file, or None and why it cannot be shown."""
    source = Source(located(settings, file), read_options(settings).cap)
    try:
        if source.digest() != file.sha256:
            return None, "the file has changed since it was loaded"
        with open_export(source, file.dataset) as export:
            return export.line_at(source.chunks(), line_number), ""
    except FileProblem as refusal:
        return None, f"the file cannot be read any more (“{refusal}”)"


def located(settings: Settings, file: LoadedFile) -> Path:
    """Return where a recorded file stands."""
    return settings.exports_dir / file.path
