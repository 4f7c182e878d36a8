"""How far the cells of an XLSX sheet lie apart, where the sheet itself says so."""

import re
import zipfile

from loader.errors import Refused

BYTES_PER_CELL = 32  # calamine keeps a place for every cell between the first and the last
START = 1 << 12
DIMENSION = re.compile(rb'<(?:\w+:)?dimension ref="[A-Z]+\d+:([A-Z]+)(\d+)"')
FILLED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)(\d+)"(?:[^>]*[^/>])?>')


def check_extent(parts: zipfile.ZipFile, cap: int) -> None:
    """Raise Refused when a sheet says that its cells lie so far apart that they take `cap` bytes.

    Where it says nothing, or something false, the process that reads it ends at its limits.
    """
    for name in parts.namelist():
        if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
            continue
        with parts.open(name) as file:
            announced = DIMENSION.search(file.read(START))
        if announced is None:
            continue
        columns, rows = _number(announced[1]), int(announced[2])
        if columns * rows * BYTES_PER_CELL <= cap:
            continue
        # A writer may count empty cells that only have a colour: look at those filled.
        filled = [(_number(found[1]), int(found[2])) for found in FILLED.finditer(parts.read(name))]
        columns = max((column for column, _ in filled), default=0)
        rows = max((row for _, row in filled), default=0)
        if columns * rows * BYTES_PER_CELL > cap:
            raise Refused(
                f"une cellule isolée étend la feuille à {rows} lignes et {columns} colonnes : "
                "effacez ce qui est loin du tableau"
            )


def _number(letters: bytes) -> int:
    """Return a column's number, from 1, by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
