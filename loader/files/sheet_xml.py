"""What calamine does not tell of an XLSX workbook, read from the workbook's own XML."""

import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree import ElementTree

from loader.errors import Refused

# For each row of a sheet, counted from 1: its cells shown with leading zeros, as column
# counted from 0 and pattern, in which every "0" stands for a digit.
Patterns = dict[int, list[tuple[int, str]]]

# `00000`, `0#" "##" "##" "##" "##`: digits only, the first of them shown even when it is 0.
LEADING_ZEROS = re.compile(r'0(?:(?:"[ .-]"|\\[ .-]|[ -])?[0#])+')
BYTES_PER_CELL = 32  # calamine keeps a place for every cell between the first and the last
START = 1 << 12
DIMENSION = re.compile(rb'<(?:\w+:)?dimension ref="[A-Z]+\d+:([A-Z]+)(\d+)"')
FILLED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)(\d+)"(?:[^>]*[^/>])?>')


def check_extent(parts: zipfile.ZipFile, cap: int) -> None:
    """Raise Refused when a sheet's cells lie so far apart that they would take `cap` bytes."""
    for name in parts.namelist():
        if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
            continue
        with parts.open(name) as file:
            announced = DIMENSION.search(file.read(START))
        if announced is None or _area(announced[1], announced[2]) * BYTES_PER_CELL <= cap:
            continue
        # A writer may count empty cells that only have a colour: look at those filled.
        filled = [(_column(found[1]), int(found[2])) for found in FILLED.finditer(parts.read(name))]
        columns = max((column for column, _ in filled), default=-1) + 1
        rows = max((row for _, row in filled), default=0)
        if columns * rows * BYTES_PER_CELL > cap:
            raise Refused(
                f"une cellule isolée étend la feuille à {rows} lignes et {columns} colonnes : "
                "effacez ce qui est loin du tableau"
            )


def leading_zeros(file: BinaryIO, sheet: str) -> Patterns:
    """Return the cells of a sheet whose number format shows leading zeros; none outside XLSX."""
    if not zipfile.is_zipfile(file):
        return {}
    with zipfile.ZipFile(file) as parts:
        if "xl/styles.xml" not in parts.namelist():
            return {}
        patterns = dict(_styles(_xml(parts, "xl/styles.xml")))
        return _cells(parts.read(_part(parts, sheet)), patterns) if patterns else {}


def in_pattern(digits: str, pattern: str) -> str:
    """Return a whole number as a format shows it (`1000` in `00000` → `01000`)."""
    if not digits.isdecimal():
        return digits
    digits = digits.zfill(pattern.count("0"))
    first = len(digits) - pattern.count("0") + 1
    groups = iter((digits[:first], *digits[first:]))
    return "".join(next(groups) if place == "0" else place for place in pattern)


def _styles(root: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """Yield the numbers of the cell styles that show leading zeros, with their pattern."""
    codes = {
        one.get("numFmtId"): re.sub(r"\[[^]]*\]", "", one.get("formatCode", "")).split(";")[0]
        for one in root.iterfind("{*}numFmts/{*}numFmt")
    }
    for number, style in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        code = codes.get(style.get("numFmtId"), "")
        if LEADING_ZEROS.fullmatch(code):
            yield str(number), re.sub(r'["\\]', "", code).replace("#", "0")


def _cells(sheet: bytes, patterns: dict[str, str]) -> Patterns:
    found: Patterns = {}
    wanted = "|".join(patterns).encode()
    cell = rb'<(?:\w+:)?c\b(?=[^>]*\bs="(' + wanted + rb')")[^>]*\br="([A-Z]+)(\d+)"'
    for style, column, row in re.findall(cell, sheet):
        found.setdefault(int(row), []).append((_column(column), patterns[style.decode()]))
    return found


def _part(parts: zipfile.ZipFile, sheet: str) -> str:
    """Return the name of the part that holds a sheet."""
    links = _xml(parts, "xl/_rels/workbook.xml.rels")
    (number,) = (
        value
        for one in _xml(parts, "xl/workbook.xml").iterfind("{*}sheets/{*}sheet")
        for name, value in one.items()
        if one.get("name") == sheet and name.endswith("}id")
    )
    (target,) = (one.get("Target", "") for one in links if one.get("Id") == number)
    return target[1:] if target.startswith("/") else f"xl/{target}"


def _xml(parts: zipfile.ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(parts.read(name))  # noqa: S314 - expat bounds entities itself


def _area(column: bytes, row: bytes) -> int:
    return (_column(column) + 1) * int(row)


def _column(letters: bytes) -> int:
    """Return a column's number, from 0, by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
