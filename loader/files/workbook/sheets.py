"""Spreadsheets through calamine: cells as a person sees them, rows numbered as in the sheet."""

import csv
import io
import struct
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
    load_workbook,
)

from loader.errors import Refused
from loader.files.headers import Match
from loader.files.layout import HEADER_AGAIN
from loader.files.records import Rejected
from loader.files.sniff import LINES_ABOVE_HEADER, Header, find_header_row
from loader.files.sources import PROTECTED, problems_as_refusals
from loader.files.workbook.corrections import seen_in
from loader.files.workbook.newer_errors import with_known_errors
from loader.files.workbook.seen import Seen

ROWS_PER_PIECE = 500
SIGNIFICANT_DIGITS = 15  # what a spreadsheet computes with and shows
EXACT = 2**53  # beyond, a whole number in a cell is already rounded
DELIMITER = ";"
# What a damaged workbook raises, in calamine or in what is read beside it.
DAMAGED = (
    *(CalamineError, ElementTree.ParseError, expat.ExpatError, struct.error),
    *(IndexError, KeyError, ValueError),
)


class SheetExport:
    """One sheet that holds a dataset, below its header row."""

    encoding = "sheet"
    delimiter = ""
    copy_encoding = "UTF8"
    copy_delimiter = DELIMITER

    def __init__(self, sheet: CalamineSheet, header: Header, seen: Seen) -> None:
        """`iter_rows` begins at row 1 whatever is empty above, so rows count as in the sheet."""
        self.match: Match = header.match
        self.row_count = 0
        self.rejected_count = 0
        self.rejected: list[Rejected] = []
        self._sheet = sheet
        self._seen = seen
        # Rows begin at the first column that holds something.
        self._first_column = sheet.start[1] if sheet.start else 0
        self.header_line = header.lines
        # A column without heading that holds nothing is no column of the export.
        self._kept = self._kept_columns()
        self._first_heading = _bare(self.match.found[0])

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the raw table, in the sheet's order."""
        return tuple(self.match.columns[index] for index in self._kept)

    def copy_lines(self, file_id: int, chunks: Iterator[bytes]) -> Iterator[bytes]:  # noqa: ARG002
        """Yield COPY lines; the workbook is in memory, so `chunks` is not read."""
        data = self._data_rows()
        while piece := list(islice(data, ROWS_PER_PIECE)):
            buffer = io.StringIO(newline="")
            # CRLF makes the writer escape both kinds of line break inside a cell.
            writer = csv.writer(
                buffer,
                delimiter=DELIMITER,
                lineterminator="\r\n",
                quoting=csv.QUOTE_NONE,
                quotechar=None,
                escapechar="\\",
            )
            writer.writerows(self._accepted(file_id, piece))
            yield buffer.getvalue().encode()

    def line_at(self, chunks: Iterator[bytes], number: int) -> str | None:  # noqa: ARG002
        """Return the cells of the sheet's row `number`, joined."""
        for row_number, row in self._data_rows():
            if row_number == number:
                return _one_line(self._cells(number, row))
        return None

    def _data_rows(self) -> Iterator[tuple[int, list[Any]]]:
        number = self.header_line
        for row in islice(self._sheet.iter_rows(), self.header_line, None):
            number += 1
            yield number, row
        # Below what calamine has seen: formulas without a result.
        yield from ((below, []) for below in sorted(self._seen.texts) if below > number)

    def _cells(self, number: int, row: list[Any]) -> list[str]:
        cells = [cell if type(cell) is str else as_seen(cell) for cell in row]
        for column, text in self._seen.texts.get(number, {}).items():
            place = column - self._first_column
            cells += [""] * (place + 1 - len(cells))
            if place >= 0:
                cells[place] = text
        return cells

    def _is_header(self, cells: list[str]) -> bool:
        found = self.match.found
        return [_bare(cell) for cell in cells[: len(found)]] == [_bare(name) for name in found]

    def _kept_columns(self) -> list[int]:
        """Return the columns that have a heading or hold something."""
        found = self.match.found
        unnamed = [index for index in range(len(found)) if not found[index]]
        filled: set[int] = set()
        for number, row in self._data_rows() if unnamed else ():
            cells = self._cells(number, row)
            filled.update(index for index in unnamed if index < len(cells) and cells[index].strip())
        return [index for index in range(len(found)) if found[index] or index in filled]

    def _accepted(self, file_id: int, rows: list[tuple[int, list[Any]]]) -> Iterator[list[Any]]:
        width = len(self.match.columns)
        every_column = self._kept == list(range(width))
        for number, row in rows:
            cells = self._cells(number, row)
            problem = self._seen.problems.get(number) or _problem(cells, width)
            if cells and _bare(cells[0]) == self._first_heading and self._is_header(cells):
                problem = HEADER_AGAIN
            if problem is None:
                self.row_count += 1
                kept = cells[:width] if every_column else [cells[index] for index in self._kept]
                yield [file_id, number, *kept]
            elif problem:
                self.rejected_count += 1
                text = _one_line(cells).replace("\0", "␀")
                self.rejected.append(Rejected(number, text, problem))


def open_sheet(content: bytes, dataset: str | None) -> SheetExport:
    """Open the sheet of a workbook that holds the dataset. Raises Refused when none does.

    What calamine does not tell is read beside it: it leaves the interpreter free meanwhile.
    """
    with problems_as_refusals(), _corrupt_as_refusals():
        try:
            return _open_sheet(content, content, dataset)
        except CalamineError:
            readable = with_known_errors(content)
            if readable is None:
                raise
            return _open_sheet(readable, content, dataset)


def _open_sheet(readable: bytes, content: bytes, dataset: str | None) -> SheetExport:
    """Open the sheet of the workbook `content`, whose cells calamine reads in `readable`."""
    found: dict[str, SheetExport] = {}
    reasons: list[str] = []
    with ThreadPoolExecutor(1) as beside:
        workbook = load_workbook(io.BytesIO(readable))
        for name in _visible(workbook):
            seen = beside.submit(seen_in, content, name)
            sheet = workbook.get_sheet_by_name(name)
            rows = [
                [as_text(cell) for cell in row]
                for row in islice(sheet.iter_rows(), LINES_ABOVE_HEADER)
            ]
            if not rows:
                continue
            try:
                header = find_header_row(rows, dataset)
            except Refused as refusal:
                reasons.append(f"feuille {name} : {refusal}")
            else:
                found[name] = SheetExport(sheet, header, seen.result())
    if len(found) > 1:
        raise Refused(f"plusieurs feuilles portent cet export : {', '.join(found)}")
    if not found:
        raise Refused(" ; ".join(reasons) or "classeur vide")
    return next(iter(found.values()))


def _bare(heading: str) -> str:
    """Return a heading as two exports of the same columns may both write it."""
    return heading.strip().casefold()


def as_text(cell: object) -> str:
    """Return a cell as text."""
    return cell if isinstance(cell, str) else as_seen(cell)


def as_seen(cell: object) -> str:
    """Return a cell that is not text as a person reads it.

    Whole numbers have no decimal point, other numbers the 15 digits a spreadsheet shows
    (so no float noise), dates are ISO text, with the time when there is one.
    """
    return _WRITERS.get(type(cell), str)(cell)


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < EXACT:
        return str(int(value))
    digits = format(value, f".{SIGNIFICANT_DIGITS}g")
    return format(Decimal(digits), "f") if "e" in digits else digits


def _moment(value: datetime) -> str:
    if value.time() == time():
        return value.date().isoformat()
    return value.isoformat(sep=" ", timespec="seconds")


def _duration(value: timedelta) -> str:
    """Return hours, minutes and seconds, beyond a day too (`26:30:00`)."""
    minutes, seconds = divmod(round(abs(value.total_seconds())), 60)
    sign = "-" if value < timedelta() else ""
    return f"{sign}{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"


_WRITERS: dict[type, Callable[[Any], str]] = {
    float: _number,
    datetime: _moment,
    date: date.isoformat,
    time: time.isoformat,
    timedelta: _duration,
    bool: lambda value: "TRUE" if value else "FALSE",
}


def _one_line(cells: Sequence[str]) -> str:
    """Return cells as a CSV line, quoted where needed: mended, it can be loaded again."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=DELIMITER, lineterminator="").writerow(cells)
    return buffer.getvalue()


def _problem(cells: Sequence[str], width: int) -> str | None:
    """Return why a row goes aside, '' for a blank row, None for a good one."""
    beyond = [index for index, cell in enumerate(cells[width:], width + 1) if cell.strip()]
    if beyond:
        return f"{beyond[-1]} colonnes au lieu de {width}"
    if not any(cell.strip() for cell in cells):
        return ""
    if "\0" in "".join(cells):
        return "octet nul, que PostgreSQL ne peut garder"
    return None


@contextmanager
def _corrupt_as_refusals() -> Iterator[None]:
    """Turn what a broken workbook raises into Refused."""
    try:
        yield
    except PasswordError as bad:
        raise Refused(PROTECTED) from bad
    except DAMAGED as bad:
        raise Refused(f"classeur corrompu (« {bad} »)") from bad
    except BaseException as bad:
        # What a failed check inside calamine raises; it is no Exception and has no public name.
        if type(bad).__name__ == "PanicException":
            raise Refused("classeur corrompu") from bad
        raise


def _visible(workbook: CalamineWorkbook) -> list[str]:
    return [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible
    ]
