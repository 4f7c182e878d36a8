"""XLSB: leading zeros and errors, read from the binary records of styles and sheet."""

import struct
import zipfile
from collections.abc import Iterator

from loader.files.workbook.formats import Zeros, leading_zeros
from loader.files.workbook.package import SHEET, STYLES, Package
from loader.files.workbook.seen import Seen
from loader.files.workbook.xls import error, short_number

ROW, SHORT_NUMBER, ERROR, NUMBER, NUMBER_OF_FORMULA, ERROR_OF_FORMULA = 0, 2, 3, 5, 9, 11
FORMAT, STYLE, STYLES_BEGIN, STYLES_END, SHEET_NAME = 44, 47, 617, 618, 156


def seen_in_xlsb(parts: zipfile.ZipFile, sheet: str) -> Seen:
    """Return the corrections of one sheet of a workbook. Raises KeyError without that sheet."""
    package = Package(parts)
    workbook = package.main("xl/workbook.bin")
    targets = dict(package.related(workbook, SHEET))
    numbers = {}
    for kind, data in _records(package.read(workbook)):
        if kind == SHEET_NAME:
            number, rest = _text(data[8:])
            numbers[_text(rest)[0]] = number
    styles = [package.read(name) for _, name in package.related(workbook, STYLES)]
    patterns = dict(_patterns(styles[0])) if styles else {}
    return _cells(package.read(targets[numbers[sheet]]), patterns)


def _cells(part: bytes, patterns: dict[int, Zeros]) -> Seen:
    seen, row = Seen(), 0
    for kind, data in _records(part):
        if kind == ROW:
            row = struct.unpack_from("<I", data)[0] + 1
        elif kind in (ERROR, ERROR_OF_FORMULA):
            seen.read(row, struct.unpack_from("<I", data)[0], error(data[8]))
        elif kind in (SHORT_NUMBER, NUMBER, NUMBER_OF_FORMULA):
            column, style = struct.unpack_from("<II", data)
            pattern = patterns.get(style & 0xFFFFFF)
            if pattern is None:
                continue
            if kind == SHORT_NUMBER:
                value = short_number(struct.unpack_from("<I", data, 8)[0])
            else:
                value = struct.unpack_from("<d", data, 8)[0]
            shown = pattern.shown(value)
            if shown is not None:
                seen.read(row, column, shown)
    return seen


def _patterns(part: bytes) -> Iterator[tuple[int, Zeros]]:
    """Yield the numbers of the cell styles that show leading zeros, with their format."""
    codes: dict[int, Zeros | None] = {}
    number = None
    for kind, data in _records(part):
        if kind == FORMAT:
            codes[struct.unpack_from("<H", data)[0]] = leading_zeros(_text(data[2:])[0])
        elif kind in (STYLES_BEGIN, STYLES_END):
            number = 0 if kind == STYLES_BEGIN else None
        elif kind == STYLE and number is not None:
            pattern = codes.get(struct.unpack_from("<H", data, 2)[0])
            if pattern is not None:
                yield number, pattern
            number += 1


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and data of the records; both kind and size are written seven bits a byte."""
    position = 0
    while position < len(part):
        kind = part[position]
        position += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (part[position] & 0x7F) << 7
            position += 1
        size = 0
        for shift in range(0, 28, 7):
            byte = part[position]
            position += 1
            size |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        yield kind, part[position : position + size]
        position += size


def _text(data: bytes) -> tuple[str, bytes]:
    """Return a text with its length before it, and what stands behind."""
    (count,) = struct.unpack_from("<I", data)
    end = 4 + 2 * count
    return data[4:end].decode("utf-16-le", "replace"), data[end:]
