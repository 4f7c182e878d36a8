"""How an export is written down: encodings, delimiters, dates, amounts, workbooks."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from dataclasses import dataclass, field

import openpyxl  # type: ignore[import-untyped]

MONEY = {"pu_ht", "mt_ht", "mt_ttc", "marge", "prix_ttc"}
NO_BREAK, NARROW = "\u00a0", "\u202f"
EPOCH = dt.datetime(2026, 1, 1)
ZIP_EPOCH = (2026, 1, 1, 0, 0, 0)

Value = str | int | dt.date


@dataclass(frozen=True)
class Style:
    """One way of writing a file; `date` is a format of `day`, `month`, `year` and `short`."""

    encoding: str = "utf-8-sig"
    delimiter: str = ";"
    eol: str = "\r\n"
    date: str = "{day:02d}/{month:02d}/{year}"
    decimal: str = ","
    thousands: str = ""
    negative: str = "-{}"
    euro_every: int = 0
    untidy: bool = False


@dataclass
class Row:
    """A line of an export; `motif` says why the warehouse must set it aside.

    `salt` decides the small oddities of the line, the same in every file it stands in;
    `torn` is a line cut in two or spilling over, which no parser can fit to the header.
    """

    values: dict[str, Value]
    salt: int = 0
    motif: str | None = None
    torn: str | None = None
    key: tuple[str, ...] = ()


@dataclass
class Export:
    """One file of one dataset: `columns` maps each column to its header in this file."""

    dataset: str
    name: str
    style: Style
    columns: dict[str, str]
    rows: list[Row] = field(default_factory=list)
    title: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Path below `raw/isavigne/`."""
        return f"{self.dataset}/{self.name}"

    def content(self) -> bytes:
        """The bytes of the file."""
        return _workbook(self) if self.name.endswith(".xlsx") else _text(self)


def amount(cents: int, style: Style, salt: int) -> str:
    """An amount of euro cents as this file writes it."""
    euros = f"{abs(cents) // 100:,}".replace(",", style.thousands)
    text = f"{euros}{style.decimal}{abs(cents) % 100:02d}"
    if cents < 0:
        return style.negative.format(text)
    return f"{text} €" if style.euro_every and salt % style.euro_every == 0 else text


def _cell(column: str, value: Value, style: Style, salt: int) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dt.date):
        return style.date.format(day=value.day, month=value.month, year=value.year,
                                 short=value.year % 100)  # fmt: skip
    return amount(value, style, salt) if column in MONEY else str(value)


def _text(export: Export) -> bytes:
    style, out = export.style, io.StringIO()
    out.writelines(line + style.eol for line in export.title)
    writer = csv.writer(out, delimiter=style.delimiter, lineterminator=style.eol)
    writer.writerow(export.columns.values())
    for row in export.rows:
        cells = [_cell(c, row.values.get(c, ""), style, row.salt) for c in export.columns]
        if row.torn == "short":
            cells = cells[: len(cells) // 2]
        elif row.torn == "long":
            cells[3:3] = ["(suite)"]
        writer.writerow(cells)
    return out.getvalue().encode(style.encoding)


def _excel_value(column: str, value: Value) -> Value | float | None:
    if value == "":
        return None
    if isinstance(value, int) and column in MONEY:
        return value / 100
    looks_numeric = isinstance(value, str) and column == "code_postal" and value.isdigit()
    if looks_numeric and not str(value).startswith("0"):
        return int(value)  # type: ignore[arg-type]
    return value


def _workbook(export: Export) -> bytes:
    book = openpyxl.Workbook()
    book.properties.creator, book.properties.created = "iSaVigne", EPOCH
    sheet = book.worksheets[0]
    sheet.title = export.dataset
    for line in export.title:
        sheet.append([line])
    sheet.append(list(export.columns.values()))
    for row in export.rows:
        sheet.append([_excel_value(c, row.values.get(c, "")) for c in export.columns])
    out = io.BytesIO()
    book.save(out)
    return _frozen_in_time(out.getvalue())


def _frozen_in_time(workbook: bytes) -> bytes:
    """The same workbook without the hour of its making, stored: deflate differs by zlib."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist()):
            data = old.read(name)
            if name == "docProps/core.xml":
                stamp = EPOCH.isoformat().encode() + b"Z</dcterms:modified>"
                data = re.sub(rb"[^>]*</dcterms:modified>", stamp, data)
            new.writestr(zipfile.ZipInfo(name, ZIP_EPOCH), data)
    return out.getvalue()
