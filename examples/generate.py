"""Write the sample exports: `python examples/generate.py [FOLDER]` (default: this folder).

The same bytes every time, on every machine: seeded streams, fixed dates, no clock.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from estate import LAST_EXPORT
from estate.cards import catalogue_files, client_files, contact_files, odd_codes, stock_files
from estate.people import everybody
from estate.purchases import history
from estate.sales import sales_files
from estate.truth import ALIASED, files_truth, people_truth, sales_truth

COPY = "ventes_lignes/ventes_lignes_2026-11-02_copie.csv"
COPIED = "ventes_lignes/ventes_lignes_2026-11-02.csv"


def write(folder: Path) -> None:
    """Write `exports/raw/isavigne/**` and `expected.json` below a folder."""
    persons, shared = everybody()
    sales = sales_files(history(persons))
    odd = odd_codes(persons, shared)
    clients = client_files(persons, odd)
    exports = [*sales, *clients, *catalogue_files(), *stock_files(), *contact_files(persons)]
    contents = {export.path: export.content() for export in exports}
    contents[COPY] = contents[COPIED]
    for path, content in contents.items():
        target = folder / "exports" / "raw" / "isavigne" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    expected = {
        "as_of_date": LAST_EXPORT.isoformat(),
        **files_truth(exports, {COPY: COPIED}),
        "ventes_lignes": sales_truth(sales),
        "people": {**people_truth(persons, shared), **odd},
        "product_aliases": ALIASED,
    }
    text = json.dumps(expected, ensure_ascii=False, indent=2) + "\n"
    (folder / "expected.json").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
