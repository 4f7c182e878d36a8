"""What the loader reads and writes in PostgreSQL, always in the caller's transaction."""

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import Self

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor  # noqa: N812

from loader.discover import Candidate
from loader.files.exports import Export
from loader.files.records import Rejected

SPOOL = 1 << 20
LINEAGE = ("_file_id", "_line_number")


@dataclass(frozen=True)
class Known:
    """What `raw.files` already says.

    By path and stamp: status and rules. By content that was unloaded: why. By content: the file
    that holds its lines, with path and dataset. By content and path: the last file recorded, with
    the day of its export.
    """

    by_stamp: dict[tuple[str, str], tuple[str, str | None]]
    unloaded: dict[str, str]
    loaded: dict[str, tuple[int, str, str]]
    shown: dict[tuple[str, str], tuple[int, date]]
    sizes: set[int]

    def settled(self, one: Candidate, rules: str, *, is_named: bool) -> str | None:
        """Return how this very file was dealt with, by the same rules when refused; else None.

        A file that was named is taken once more when it was unloaded.
        """
        status, by_rules = self.by_stamp.get((one.shown, one.stamp), (None, None))
        if status == "unloaded":
            return None if is_named else status
        return None if status == "refused" and by_rules != rules else status

    def remember(self, sha256: str, file_id: int, one: Candidate, dataset: str) -> None:
        """Note a file loaded in this run."""
        self.loaded[sha256] = (file_id, one.shown, dataset)
        self.shown[sha256, one.shown] = (file_id, one.export_date)
        self.sizes.add(one.size)

    def only_touched(self, sha256: str, one: Candidate) -> int | None:
        """Return the file recorded for this path and content, None when it is of a later day."""
        file_id, day = self.shown.get((sha256, one.shown), (None, one.export_date))
        return file_id if one.export_date <= day else None


def read_known(cursor: Cursor) -> Known:
    """Read the files dealt with so far."""
    cursor.execute(
        "select path, stamp, status, rules, sha256, file_id, size_bytes, dataset, export_date, "
        "error from raw.files order by file_id"
    )
    known = Known(by_stamp={}, unloaded={}, loaded={}, shown={}, sizes=set())
    for path, stamp, status, rules, sha256, file_id, size, dataset, day, why in cursor.fetchall():
        known.by_stamp[path, stamp] = (status, rules)
        if status == "unloaded":
            known.unloaded[sha256] = why
            known.sizes.add(size)
        elif status != "refused":
            known.shown[sha256, path] = (file_id, day)
        if status == "loaded":
            known.loaded[sha256] = (file_id, path, dataset)
            known.sizes.add(size)
    return known


def new_file(cursor: Cursor, one: Candidate, **columns: object) -> int:
    """Add a line to `raw.files` and return its file id."""
    values = {
        "path": one.shown,
        "stamp": one.stamp,
        "size_bytes": one.size,
        "export_date": one.export_date,
        "exported_at": one.exported_at,
        "modified_at": one.modified_at,
        "dataset": one.dataset,
        **columns,
    }
    cursor.execute(
        sql.SQL("insert into raw.files ({}) values ({}) returning file_id").format(
            sql.SQL(", ").join(map(sql.Identifier, values)),
            sql.SQL(", ").join(sql.Placeholder() * len(values)),
        ),
        list(values.values()),
    )
    (file_id,) = cursor.fetchone() or (0,)
    return int(file_id)


def finish_file(cursor: Cursor, file_id: int, sha256: str, export: Export) -> None:
    """Complete the line of a file that is loaded. Raises UniqueViolation for known content."""
    cursor.execute(
        "update raw.files set sha256 = %s, row_count = %s, rejected_count = %s where file_id = %s",
        (sha256, export.row_count, export.rejected_count, file_id),
    )


def touch(cursor: Cursor, file_id: int, one: Candidate) -> None:
    """Note that a file only looks changed: same path, same content, no later day."""
    cursor.execute(
        "update raw.files set stamp = %s, exported_at = greatest(exported_at, %s), "
        "modified_at = greatest(modified_at, %s) where file_id = %s",
        (one.stamp, one.exported_at, one.modified_at, file_id),
    )


def add_columns(cursor: Cursor, dataset: str, columns: Iterable[str]) -> list[str]:
    """Give the raw table a text column for each unknown heading; return those that are new."""
    # A look at the table itself: `information_schema` takes twenty times as long.
    cursor.execute(sql.SQL("select * from raw.{} limit 0").format(sql.Identifier(dataset)))
    present = {column.name for column in cursor.description or ()}
    new = [name for name in columns if name not in present]
    for name in new:
        cursor.execute(
            sql.SQL("alter table raw.{} add column if not exists {} text").format(
                sql.Identifier(dataset), sql.Identifier(name)
            )
        )
    return new


def copy_export(cursor: Cursor, export: Export, lines: Iterator[bytes]) -> None:
    """Stream an export into its raw table."""
    columns = [sql.Identifier(name) for name in export.columns]
    # The text format's null is `\N`, and backslashes come doubled: an empty field is an empty
    # text, and only absent columns are null.
    statement = sql.SQL(
        "copy raw.{table} ({lineage}, {columns}) from stdin with (format text, "
        "delimiter {delimiter}, encoding {encoding})"
    ).format(
        table=sql.Identifier(export.match.dataset),
        lineage=sql.SQL(", ").join(map(sql.Identifier, LINEAGE)),
        columns=sql.SQL(", ").join(columns),
        delimiter=sql.Literal(export.copy_delimiter),
        encoding=sql.Literal(export.copy_encoding),
    )
    stream = _Stream(lines)
    try:
        with _no_second_message():
            cursor.copy_expert(statement, stream)
    except psycopg2.Error as error:
        # psycopg2 hides what reading raised, and Ctrl-C when it came between two pieces.
        if stream.problem is not None:
            raise stream.problem from None
        if ".read() call" in str(error):
            raise KeyboardInterrupt from None
        raise


@contextmanager
def _no_second_message() -> Iterator[None]:
    """Keep psycopg2 from printing, line of the file included, what it is about to raise as well
    when the server goes away in the middle of a COPY.
    """
    before, sys.excepthook = sys.excepthook, lambda *_: None
    try:
        yield
    finally:
        sys.excepthook = before


class RejectedLines:
    """Lines set aside while a COPY runs, kept out of memory until it ends."""

    def __init__(self, dataset: str) -> None:
        """`dataset` is written beside every line."""
        self.first: Rejected | None = None
        self._dataset = dataset
        self._file = SpooledTemporaryFile(  # noqa: SIM115 - closed by our own __exit__
            SPOOL, "w+", encoding="utf-8", newline=""
        )
        self._writer = csv.writer(self._file, quoting=csv.QUOTE_ALL)

    def __enter__(self) -> Self:
        """Nothing to open."""
        return self

    def __exit__(self, *_: object) -> None:
        """Drop the temporary file."""
        self._file.close()

    def add(self, file_id: int, lines: Sequence[Rejected]) -> None:
        """Keep lines of one file."""
        if lines and self.first is None:
            self.first = lines[0]
        self._writer.writerows(
            (self._dataset, file_id, line.line_number, line.text, line.reason) for line in lines
        )

    def copy(self, cursor: Cursor) -> None:
        """Store the lines in `raw.rejected_lines`."""
        if self.first is None:
            return
        self._file.seek(0)
        cursor.copy_expert(
            "copy raw.rejected_lines (dataset, _file_id, _line_number, raw_text, reason) "
            "from stdin with (format csv, encoding 'UTF8')",
            _Stream(chunk.encode() for chunk in iter(lambda: self._file.read(SPOOL), "")),
        )


class _Stream:
    """A file-like object psycopg2 reads from; pieces may be larger than it asks for."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self.problem: BaseException | None = None

    def readline(self, _size: int = -1, /) -> bytes:
        """Return the next piece; COPY only calls `read`."""
        return self.read()

    def read(self, _size: int = -1, /) -> bytes:
        """Return the next piece, empty at the end."""
        try:
            return next(self._pieces, b"")
        except BaseException as problem:
            self.problem = problem
            raise
