"""A sales export as the ERP would write it, of any size, the same on every machine."""

import random
from collections.abc import Iterator
from pathlib import Path

COLUMNS = (
    *("client_code", "date_livraison", "produit_label", "qty_line", "pu_ht", "mt_ht", "mt_ttc"),
    *("marge", "document_type", "document_no", "order_detail_no", "article", "email"),
    *("code_postal", "ville"),
)
WINES = (
    "Riesling Grand Cru Schlossberg",
    "Crémant d'Alsace Extra-Brut",
    "Gewurztraminer Vendanges Tardives",
    "Pinot Gris «Réserve»",
    "Sylvaner Vieilles Vignes",
)
TOWNS = ("Strasbourg", "Colmar", "Sélestat", "Saint-Étienne", "Mulhouse", "Châlons")


def rows(count: int) -> Iterator[list[str]]:
    """Yield sales lines; one label in fifty holds the delimiter, and so needs quotes."""
    random.seed(2026)
    for number in range(count):
        client, wine = random.randrange(30_000), random.choice(WINES)
        quantity, cents = random.randint(1, 24), random.randint(600, 6000)
        label = f"{wine} {random.randint(2012, 2024)}"
        yield [
            f"CL{client:05d}",
            f"{random.randint(1, 28):02d}/{random.randint(1, 12):02d}/{random.randint(2018, 2025)}",
            f"{label} ; étui" if number % 50 == 0 else label,
            str(quantity),
            _euros(cents),
            _euros(quantity * cents),
            _euros(quantity * cents * 6 // 5),
            _euros(quantity * cents // 3),
            "FACTURE",
            f"FA{number // 3:07d}",
            str(number % 3 + 1),
            "BTL",
            f"client{client:05d}@example.org",
            f"{random.randint(1000, 95999):05d}",
            random.choice(TOWNS),
        ]


def write_csv(path: Path, count: int, encoding: str, broken: int = 0) -> None:
    """Write `count` lines; `broken` of them, spread evenly, each in one of four ways."""
    ways = (_too_short, _too_long, _stray_quote, _not_utf8)
    every = count // broken if broken else 0
    with path.open("wb") as file:
        file.write((";".join(COLUMNS) + "\r\n").encode(encoding))
        for number, row in enumerate(rows(count), 1):
            line = ";".join(f'"{cell}"' if ";" in cell else cell for cell in row).encode(encoding)
            if every and number % every == 0:
                line = ways[number // every % len(ways)](line)
            file.write(line + b"\r\n")


def write_xlsx(path: Path, count: int) -> None:
    """Write `count` lines to a workbook, quantities and amounts as numbers."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Export")
    sheet.append(COLUMNS)
    for row in rows(count):
        numbers = [float(cell.replace(",", ".")) for cell in row[3:8]]
        sheet.append([*row[:3], *numbers, *row[8:]])
    workbook.save(path)


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"


def _too_short(line: bytes) -> bytes:
    return line.rpartition(b";")[0]


def _too_long(line: bytes) -> bytes:
    return line + b";en trop"


def _stray_quote(line: bytes) -> bytes:
    return line.replace(b";FACTURE;", b';"FACTURE;', 1)


def _not_utf8(line: bytes) -> bytes:
    return line.replace(b"BTL", b"\xe9t\xe9", 1)
