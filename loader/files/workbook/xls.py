"""XLS (BIFF5 and BIFF8): leading zeros, errors and formulas without a result."""

import struct
from collections.abc import Iterator

from loader.files.workbook.compound import read_stream
from loader.files.workbook.formats import Zeros, leading_zeros
from loader.files.workbook.seen import UNCOMPUTED, Seen

BOF, EOF, CONTINUED = 0x809, 0x0A, 0x3C
SHEET, FORMAT, OLD_FORMAT, STYLE = 0x85, 0x41E, 0x1E, 0xE0
NUMBER, SHORT_NUMBER, SHORT_NUMBERS, FORMULA, BOOL_OR_ERROR = 0x203, 0x27E, 0xBD, 0x06, 0x205
# Says which spreadsheet computed the formulas; writers that compute nothing leave it out.
ENGINE = 0x1C1
BIFF8 = 0x600
ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip
# What a formula's result is when it is no number, and what it asks for.
ERROR, NO_TEXT = 2, 3
COMPUTE_ON_LOAD = 2


def seen_in_xls(content: bytes, sheet: str) -> Seen:
    """Return the corrections of one sheet. Raises ValueError on a file that is not as it says."""
    stream = read_stream(content, ("Workbook", "Book"))
    (version,) = struct.unpack_from("<H", stream, 4)
    codes: dict[int, str] = {}
    styles: list[int] = []
    start, is_computed = None, False
    for kind, data in _records(stream, 0):
        if kind in (FORMAT, OLD_FORMAT):
            codes[struct.unpack_from("<H", data)[0]] = _text(data[2:], version, wide_count=True)
        elif kind == ENGINE:
            is_computed = True
        elif kind == STYLE:
            styles.append(struct.unpack_from("<H", data, 2)[0])
        elif kind == SHEET and _text(data[6:], version) == sheet:
            (start,) = struct.unpack_from("<I", data)
    if start is None:
        raise ValueError(f"no sheet {sheet}")
    patterns = {
        number: pattern
        for number, code in enumerate(styles)
        if (pattern := leading_zeros(codes.get(code, ""))) is not None
    }
    return _cells(_records(stream, start), patterns, is_computed=is_computed)


def _records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """Yield kind and data of the records of one part of the stream, its charts left out."""
    depth = 0
    while position + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, position)
        position += 4 + size
        if kind == BOF:
            depth += 1
        elif kind == EOF:
            depth -= 1
            if depth == 0:
                return
        elif depth == 1:
            yield kind, stream[position - size : position]


def _cells(
    records: Iterator[tuple[int, bytes]], patterns: dict[int, Zeros], *, is_computed: bool
) -> Seen:
    seen = Seen()
    for kind, data in records:
        if kind == SHORT_NUMBERS:
            row, column = struct.unpack_from("<HH", data)
            for place in range(4, len(data) - 2, 6):
                style, number = struct.unpack_from("<HI", data, place)
                _number(seen, (row, column), short_number(number), patterns.get(style))
                column += 1
        elif kind in (NUMBER, SHORT_NUMBER, FORMULA, BOOL_OR_ERROR):
            row, column, style = struct.unpack_from("<HHH", data)
            cell, pattern = (row, column), patterns.get(style)
            if kind == NUMBER:
                _number(seen, cell, struct.unpack_from("<d", data, 6)[0], pattern)
            elif kind == SHORT_NUMBER:
                _number(seen, cell, short_number(struct.unpack_from("<I", data, 6)[0]), pattern)
            elif kind == FORMULA:
                _formula(seen, cell, data, pattern, is_computed=is_computed)
            elif data[7]:
                seen.read(row + 1, column, error(data[6]))
    return seen


def _formula(
    seen: Seen, cell: tuple[int, int], data: bytes, pattern: Zeros | None, *, is_computed: bool
) -> None:
    result, options = data[6:14], struct.unpack_from("<H", data, 14)[0]
    is_number = result[6:] != b"\xff\xff"
    is_nothing = result == bytes(8) if is_number else result[0] == NO_TEXT
    if is_nothing and (options & COMPUTE_ON_LOAD or not (is_number or is_computed)):
        seen.read(cell[0] + 1, cell[1], "=", UNCOMPUTED)
    elif not is_number and result[0] == ERROR:
        seen.read(cell[0] + 1, cell[1], error(result[2]))
    elif is_number:
        _number(seen, cell, struct.unpack("<d", result)[0], pattern)


def _number(seen: Seen, cell: tuple[int, int], value: float, pattern: Zeros | None) -> None:
    shown = pattern.shown(value) if pattern is not None else None
    if shown is not None:
        seen.read(cell[0] + 1, cell[1], shown)


def error(code: int) -> str:
    """Return an error as a cell shows it."""
    return ERRORS.get(code, "#?")


def short_number(packed: int) -> float:
    """Return a number written in four bytes: half a float or a whole number, or its hundredth."""
    if packed & 2:
        value = float(struct.unpack("<i", struct.pack("<I", packed))[0] >> 2)
    else:
        value = float(struct.unpack("<d", struct.pack("<II", 0, packed & ~3))[0])
    return value / 100 if packed & 1 else value


def _text(data: bytes, version: int, *, wide_count: bool = False) -> str:
    """Return a text with its length before it, in the code page of before or in UTF-16."""
    if version < BIFF8:
        return data[1 : 1 + data[0]].decode("cp1252", "replace")
    count = struct.unpack_from("<H", data)[0] if wide_count else data[0]
    place = 2 if wide_count else 1
    if data[place] & 1:
        return data[place + 1 : place + 1 + 2 * count].decode("utf-16-le", "replace")
    return data[place + 1 : place + 1 + count].decode("latin-1")
