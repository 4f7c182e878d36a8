"""ODS: texts of several paragraphs, leading zeros, errors and formulas without a result."""

import re
import zipfile
from xml.parsers import expat

from loader.files.workbook.seen import UNCOMPUTED, Seen

CONTENT = "content.xml"
# Digits a number is shown in, as `01000` or `06 12 34 56 78`, with or without letters before.
SHOWN_DIGITS = re.compile(r"[^\d,;:/%]*\d[\d .()-]*")
NUMBERS = ("float", "percentage", "currency")
# What stands beside a cell's text in its XML, and is not part of it.
ASIDE = ("annotation", "shapes", "ruby-text", "table")


def seen_in_ods(parts: zipfile.ZipFile, sheet: str) -> Seen:
    """Return the corrections of one sheet of a workbook."""
    with parts.open(CONTENT) as file:
        reader = _Reader(sheet)
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = reader.start
        parser.EndElementHandler = reader.end
        parser.CharacterDataHandler = reader.characters
        parser.ParseFile(file)
    return reader.seen


class _Reader:
    """Goes through `content.xml`; rows and cells may stand for several of them."""

    def __init__(self, sheet: str) -> None:
        self.seen = Seen()
        self._sheet = sheet
        self._inside = False
        self._aside = 0
        self._row, self._rows = 0, 0
        self._column, self._columns = 0, 0
        self._cell: dict[str, str] | None = None
        self._is_covered = False
        self._text, self._is_special = "", False
        self._paragraphs = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "table" and not self._inside:
            self._inside = attributes.get("table:name") == self._sheet
        elif not self._inside:
            return
        elif self._aside or (name in ASIDE and (self._cell is not None or name == "shapes")):
            self._aside += 1
        elif name == "table-row":
            self._rows = int(attributes.get("table:number-rows-repeated", 1))
            self._column = 0
        elif name in ("table-cell", "covered-table-cell"):
            self._columns = int(attributes.get("table:number-columns-repeated", 1))
            self._cell, self._is_covered = attributes, name == "covered-table-cell"
            self._text, self._is_special, self._paragraphs = "", False, 0
        elif self._cell is not None:
            self._mark_up(name, attributes)

    def _mark_up(self, name: str, attributes: dict[str, str]) -> None:
        """Read what stands inside the text of a cell and is no character."""
        if name in ("p", "h"):
            self._paragraphs += 1
            self._text += "\n" if self._paragraphs > 1 else ""
        elif name == "s":
            self._text += " " * int(attributes.get("text:c", 1))
        elif name == "tab":
            self._text += "\t"
        elif name == "line-break":
            self._text += "\n"
        self._is_special = self._is_special or name not in ("p", "h") or self._paragraphs > 1

    def characters(self, text: str) -> None:
        if self._cell is not None and self._paragraphs and not self._aside:
            # As in a page, a run of blanks in the XML is one space.
            run = re.sub(r"[ \t\r\n]+", " ", text)
            self._text += run if self._text and self._text[-1] != "\n" else run.lstrip(" ")

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if not self._inside:
            return
        if self._aside:
            self._aside -= 1
        elif name in ("table-cell", "covered-table-cell"):
            self._end_cell()
        elif name == "table-row":
            self._row += self._rows
        elif name == "table":
            self._inside = False

    def _end_cell(self) -> None:
        attributes, self._cell = self._cell or {}, None
        start, self._column = self._column, self._column + self._columns
        formula = attributes.get("table:formula")
        kind = attributes.get("office:value-type", "")
        text: str | None = self._text
        problem = UNCOMPUTED if formula is not None and not kind else None
        if self._is_covered:
            # What merged cells hide nobody sees.
            text, problem = ("" if kind else None), None
        elif formula is not None and not kind:
            text = f"={formula.partition('=')[2]}"
        elif kind in NUMBERS:
            text = self._zeros(attributes.get("office:value", ""))
        elif not (self._is_special or attributes.get("calcext:value-type") == "error"):
            text = None
        if text is not None:
            for row in range(self._row + 1, self._row + self._rows + 1):
                for column in range(start, self._column):
                    self.seen.read(row, column, text, problem)

    def _zeros(self, value: str) -> str | None:
        """Return a whole number as it is shown, when it is shown with leading zeros."""
        digits = re.sub(r"\D", "", self._text)
        if not (digits.startswith("0") and SHOWN_DIGITS.fullmatch(self._text)):
            return None
        return self._text if len(digits) > 1 and float(value or "nan") == int(digits) else None
