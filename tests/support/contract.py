"""The tables of `docs/contract.md`, as a reader sees them."""

import re

from warehouse.settings import ROOT

Row = tuple[str, ...]


def section(title: str) -> list[Row]:
    """Return the rows of the table under the heading `title`, without its column names."""
    text = (ROOT / "docs" / "contract.md").read_text(encoding="utf-8")
    (_, _, after) = text.partition(f"\n## {title}\n")
    (inside, _, _) = after.partition("\n## ")
    lines = [line for line in inside.splitlines() if line.startswith("|")]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines[2:]]


def cells(row: Row) -> list[list[str]]:
    """Return the names in backquotes of each cell of a row."""
    return [re.findall(r"`([^`]+)`", cell) for cell in row]
