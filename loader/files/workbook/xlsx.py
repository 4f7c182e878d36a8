"""XLSX: leading zeros, errors and formulas without a result, read from the sheet's own XML."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import IO
from xml.etree import ElementTree
from xml.parsers import expat

from loader.files.workbook.formats import Zeros, leading_zeros
from loader.files.workbook.package import SHEET, STYLES, Package
from loader.files.workbook.seen import UNCOMPUTED, Seen

PIECE = 1 << 18
# What a sheet's XML holds when there is anything to correct in it; names with a prefix are rare
# enough to be read through at once.
SIGNS = (b"<f>", b"<f ", b"<f/", b't="e"', b"<v ", b" t='", b" s='")
# calamine takes for the first text whatever is no number.
NO_INDEX = re.compile(rb't="s"[^>]*>\s*<v>(?!\d{1,9}</v>)')
INDEX = re.compile(r"[0-9]{1,9}")
OVERLAP = 200
PREFIXED = re.compile(rb"<\w+:worksheet\b")
# Only writers that compute nothing ask for this, and some of them write 0 for every result.
COMPUTE_ON_LOAD = ("1", "true")


def seen_in_xlsx(parts: zipfile.ZipFile, sheet: str) -> Seen:
    """Return the corrections of one sheet of a workbook. Raises KeyError without that sheet."""
    package = Package(parts)
    workbook = package.main("xl/workbook.xml")
    root = package.xml(workbook)
    numbers = {
        one.get("name"): next((text for key, text in one.items() if key.endswith("}id")), None)
        for one in root.iterfind("{*}sheets/{*}sheet")
    }
    targets = dict(package.related(workbook, SHEET))
    styles = [package.xml(name) for _, name in package.related(workbook, STYLES)]
    patterns = dict(_patterns(styles[0])) if styles else {}
    part = targets[str(numbers[sheet])]
    properties = root.find("{*}calcPr")
    is_recomputed = properties is not None and properties.get("fullCalcOnLoad") in COMPUTE_ON_LOAD
    signs = (*SIGNS, *(b's="%b"' % style.encode() for style in patterns))
    if not _has_any(package, part, signs):
        return Seen()
    with package.open(part) as file:
        return _Reader(patterns, is_recomputed=is_recomputed).read(file)


def _has_any(package: Package, part: str, signs: Sequence[bytes]) -> bool:
    """Return whether a sheet's XML holds a sign that something in it is to be corrected."""
    with package.open(part) as file:
        text = file.read(PIECE)
        if PREFIXED.search(text):
            return True
        while True:
            piece = file.read(PIECE)
            whole = len(text) - (OVERLAP if piece else 0)
            wrong = NO_INDEX.search(text)
            if any(sign in text for sign in signs) or (wrong and wrong.start() < whole):
                return True
            if not piece:
                return False
            text = text[-OVERLAP:] + piece


def _patterns(styles: ElementTree.Element) -> Iterator[tuple[str, Zeros]]:
    """Yield the numbers of the cell styles that show leading zeros, with their format."""
    codes = {
        one.get("numFmtId"): leading_zeros(one.get("formatCode", ""))
        for one in styles.iterfind("{*}numFmts/{*}numFmt")
    }
    for number, style in enumerate(styles.iterfind("{*}cellXfs/{*}xf")):
        pattern = codes.get(style.get("numFmtId"))
        if pattern is not None:
            yield str(number), pattern


class _Reader:
    """Goes through a sheet's XML cell by cell; cells without an address follow the one before."""

    def __init__(self, patterns: dict[str, Zeros], *, is_recomputed: bool) -> None:
        self._patterns, self._is_recomputed = patterns, is_recomputed
        self._seen = Seen()
        self._row, self._column = 0, -1
        self._kind = self._style = ""
        self._value: str | None = None
        self._formula: str | None = None
        self._text: list[str] = []

    def read(self, file: IO[bytes]) -> Seen:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        parser.ParseFile(file)
        return self._seen

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._column = _column(attributes.get("r", ""), self._column + 1)
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._value = self._formula = None
        elif name == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), -1
        self._text.clear()

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "v":
            self._value = "".join(self._text)
        elif name == "f":
            self._formula = "".join(self._text)
        elif name == "c":
            self._cell()
        self._text.clear()

    def _cell(self) -> None:
        value, pattern = self._value, self._patterns.get(self._style)
        if self._formula is not None and self._is_uncomputed():
            self._seen.read(self._row, self._column, f"={self._formula}", UNCOMPUTED)
        elif self._kind == "e":
            self._seen.read(self._row, self._column, value or "#?")
        elif self._kind == "s" and value is not None and not INDEX.fullmatch(value):
            self._seen.read(self._row, self._column, value, "texte partagé introuvable")
        elif pattern is not None and self._kind == "n" and value:
            shown = pattern.shown(float(value))
            if shown is not None:
                self._seen.read(self._row, self._column, shown)

    def _is_uncomputed(self) -> bool:
        if not self._value:
            return self._kind != "str" or self._value is None
        return self._is_recomputed and self._kind == "n" and self._value == "0"


def _column(address: str, following: int) -> int:
    """Return a cell's column, from 0, by its address (`AB12`), else the one that follows."""
    number = 0
    for letter in address:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1 if number else following
