"""The sample exports: made by their generator, harmless, and as varied as they claim."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from warehouse.settings import ROOT

EXAMPLES = ROOT / "examples"
EXPORTS = EXAMPLES / "exports" / "raw" / "isavigne"
EXPECTED = json.loads((EXAMPLES / "expected.json").read_text(encoding="utf-8"))
DELIMITERS = {"ventes_lignes_20241231.csv": ",", "ventes_lignes_2025-12-31.csv": "\t"}
RESERVED = re.compile(r"@(example\.(org|com|net)|[a-z]+\.(example|test))$", re.IGNORECASE)
# Ranges kept for fiction in France and Germany; 555 in the neighbouring countries.
FICTION = re.compile(r"(63998|35301)\d{4}$|3023125\d{3}$|555\d{3,4}$")


def files_below(folder: Path) -> dict[str, bytes]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def decoded(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def records(path: Path) -> list[list[str]]:
    """Header and data records of a file, titles above the header left out."""
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
        rows = [["" if v is None else str(v) for v in row] for row in sheet.values]
    else:
        text = io.StringIO(decoded(path), newline="")
        rows = list(csv.reader(text, delimiter=DELIMITERS.get(path.name, ";")))
    header = next(i for i, row in enumerate(rows) if sum(map(bool, row)) > 3)
    return rows[header:]


@pytest.fixture(scope="module")
def lines_by_file() -> dict[str, list[list[str]]]:
    return {name: records(EXPORTS / name) for name in EXPECTED["files"]}


@pytest.mark.processes
def test_generator_gives_the_committed_bytes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(EXAMPLES / "generate.py"), str(tmp_path)], check=True)

    committed = files_below(EXAMPLES / "exports")
    made = files_below(tmp_path / "exports")

    assert sorted(made) == sorted(committed)
    assert [name for name in made if made[name] != committed[name]] == []
    assert json.loads((tmp_path / "expected.json").read_text(encoding="utf-8")) == EXPECTED


def test_every_file_holds_the_lines_it_is_said_to_hold(
    lines_by_file: dict[str, list[list[str]]],
) -> None:
    for name, said in EXPECTED["files"].items():
        header, *lines = lines_by_file[name]
        torn = [line for line in lines if len(line) != len(header)]
        found = {"data_lines": len(lines), "unparsable_lines": len(torn)}
        assert found == said, name


def test_no_file_is_left_out_of_the_expected_figures() -> None:
    present = {name for name in files_below(EXPORTS) if not name.startswith(".")}
    assert present == {*EXPECTED["files"], *EXPECTED["copies"]}
    for copy, original in EXPECTED["copies"].items():
        assert (EXPORTS / copy).read_bytes() == (EXPORTS / original).read_bytes()


def test_sales_lines_are_kept_rejected_or_unparsable_and_nothing_else() -> None:
    sales = EXPECTED["ventes_lignes"]
    counted = sales["kept"] + sum(sales["rejected"].values()) + sales["unparsable_lines"]
    assert counted == sales["data_lines"]
    assert sales["kept"] == sum(sales["kept_by_document_type"].values())


def test_samples_are_the_size_of_a_real_estate() -> None:
    sales, people = EXPECTED["ventes_lignes"], EXPECTED["people"]
    assert 780 <= people["persons"] <= 820
    assert 19_000 <= sales["kept"] <= 21_000
    assert EXPECTED["files"]["produits/produits_2026-11-16.csv"]["data_lines"] == 100
    assert (sales["first_day"][:4], sales["last_day"][:7]) == ("2021", "2026-11")
    assert sales["last_day"] < EXPECTED["as_of_date"]


def test_no_address_can_reach_anybody(lines_by_file: dict[str, list[list[str]]]) -> None:
    cells = {cell for lines in lines_by_file.values() for line in lines for cell in line}
    addresses = {found for cell in cells for found in re.findall(r"\S+@\S+", cell)}
    assert len(addresses) > 500
    assert sorted(a for a in addresses if not RESERVED.search(a)) == []


def test_no_telephone_number_is_anybodys(lines_by_file: dict[str, list[list[str]]]) -> None:
    numbers = []
    for name in ("clients/clients_2025-12-31.csv", "clients/clients_2026-11-16.csv"):
        _, *cards = lines_by_file[name]
        numbers += [re.sub(r"\D", "", card[4]) for card in cards]
    assert sum(map(bool, numbers)) > 500
    assert [number for number in numbers if number and not FICTION.search(number)] == []
