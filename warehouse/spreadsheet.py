"""CSV a French spreadsheet opens by a double click, and in which no text is reckoned."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from warehouse.console import plain

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
