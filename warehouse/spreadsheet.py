"""Files a French spreadsheet opens by a double click, and in which no text is reckoned."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from warehouse.console import plain

# What each is served as.
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

WIDTH = 18  # of a column, in figures

# What makes a spreadsheet take a text for a formula, also behind a tab or a line break.
_RECKONED = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(value: object) -> object:
    """Return a value as a spreadsheet shows it: a wine may be `=1+1`, a figure has its comma."""
    if isinstance(value, Decimal | float):
        return str(value).replace(".", ",")
    if not isinstance(value, str):
        return value
    text = plain(value)
    return f"'{text}" if text.lstrip().startswith(_RECKONED) or value[:1] in _RECKONED else text


def csv_bytes(columns: Sequence[str], lines: Iterable[Mapping[str, object]]) -> bytes:
    """Return lines as CSV: `;`, UTF-8 with a byte order mark, CRLF."""
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, columns, delimiter=";", extrasaction="ignore")
    writer.writeheader()
    writer.writerows({name: cell(value) for name, value in line.items()} for line in lines)
    return written.getvalue().encode("utf-8-sig")


def xlsx_bytes(sheet: str, columns: Sequence[str], lines: Iterable[Mapping[str, object]]) -> bytes:
    """Return lines as a workbook of one sheet: days and figures are days and figures."""
    import xlsxwriter  # most programs that write CSV write no workbook

    written = io.BytesIO()
    literal = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(written, literal)
    page, days = book.add_worksheet(sheet), book.add_format({"num_format": "dd/mm/yyyy"})
    page.write_row(0, 0, columns, book.add_format({"bold": True}))
    page.freeze_panes(1, 0)
    page.set_column(0, len(columns) - 1, WIDTH)
    for number, line in enumerate(lines, 1):
        for column, name in enumerate(columns):
            value = line[name]
            if isinstance(value, date):
                page.write_datetime(number, column, value, days)
            elif isinstance(value, str):
                page.write_string(number, column, str(cell(value)))
            elif value is not None:
                page.write(number, column, value)
    book.close()
    return written.getvalue()
