"""Draw `rfm_grid.svg` from the seed `rfm_segments`: `python docs/images/rfm_grid.py`."""

import csv
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).resolve().parent
SEED = HERE.parents[1] / "dbt_project" / "seeds" / "rfm_segments.csv"
PICTURE = HERE / "rfm_grid.svg"
WIDTH, HEIGHT, LEFT, TOP = 118, 52, 86, 64
COLUMNS = ("1 achat", "FM 1", "FM 2", "FM 3", "FM 4", "FM 5")
# Dark enough under white text for the contrast WCAG AA asks (4.5).
COLOURS = {
    "Champions": "#1b5e20",
    "Fidèles": "#2e7d32",
    "Fidèles potentiels": "#00695c",
    "Nouveaux": "#0d47a1",
    "Prometteurs": "#1565c0",
    "À surveiller": "#6a1b9a",
    "À risque": "#bf360c",
    "À reconquérir": "#b71c1c",
    "En sommeil": "#5d4037",
    "Perdus": "#424242",
}


def segments() -> dict[tuple[int, int], str]:
    """Return the segment of each cell (recency score, column)."""
    with SEED.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return {(int(row["r_score"]), int(row["fm_score"])): row["segment"] for row in rows}


def draw(grid: dict[tuple[int, int], str]) -> str:
    """Return the picture: neighbours of one segment in a row share a box."""
    width, height = LEFT + 6 * WIDTH + 10, TOP + 5 * HEIGHT + 34
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        'font-family="sans-serif" font-size="14">',
        "<title>Grille des segments RFM</title>",
        text(LEFT + 3 * WIDTH, 22, "Fréquence et montant (moyenne des deux notes) →", "#222"),
    ]
    parts += [
        text(LEFT + WIDTH * (n + 0.5), TOP - 12, name, "#222") for n, name in enumerate(COLUMNS)
    ]
    for row, recency in enumerate(range(5, 0, -1)):
        y = TOP + row * HEIGHT
        parts.append(text(LEFT / 2, y + HEIGHT / 2 + 5, f"R {recency}", "#222"))
        cells = groupby(range(6), key=lambda column: grid[recency, column])
        for segment, columns in ((name, list(run)) for name, run in cells):
            parts.append(box(segment, columns, y))
    parts.append(text(LEFT / 2, TOP + 5 * HEIGHT + 20, "↑ Récence", "#222"))
    return "\n".join([*parts, "</svg>", ""])


def box(segment: str, columns: list[int], y: int) -> str:
    """Return the box of one segment over neighbouring columns."""
    x, width = LEFT + columns[0] * WIDTH, len(columns) * WIDTH
    return (
        f'<rect x="{x + 2}" y="{y + 2}" width="{width - 4}" height="{HEIGHT - 4}" rx="6" '
        f'fill="{COLOURS[segment]}"/>\n{text(x + width / 2, y + HEIGHT / 2 + 5, segment, "#fff")}'
    )


def text(x: float, y: float, words: str, colour: str) -> str:
    """Return a line of text centred on x."""
    return f'<text x="{x:g}" y="{y:g}" text-anchor="middle" fill="{colour}">{escape(words)}</text>'


if __name__ == "__main__":
    PICTURE.write_text(draw(segments()), encoding="utf-8")
