"""What turning lines into entities costs, against a plain copy of the same lines.

    python -m bench.bench_build [--lines N]

A million sales lines are loaded; then every model of `etl` and what it reads is built from
nothing, then again after a weekly export of 3,000 lines, half of them seen before. dbt's own
work on an empty warehouse is taken off and shown apart. A throw-away embedded server.
"""

import argparse
import csv
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bench.backtest_data import export_file, run, throwaway_settings
from bench.bench_loader import load_average
from bench.generate_sales import COLUMNS, rows, write_csv
from loader.load import load
from warehouse import database
from warehouse.settings import Settings

LINES, WEEKLY = 1_000_000, 3_000
ENTITIES = "+path:dbt_project/models/etl"
# Those of the entities: what advice is checked for is not built here.
CHECKS = [
    *("test", "--select", "path:dbt_project/tests/conservation"),
    *("--exclude", "path:dbt_project/models/crm+"),
]
REFERENCE = f"create table public.reference as select {', '.join(COLUMNS)} from raw.ventes_lignes"


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=LINES)
    given, _ = parser.parse_known_args()
    with throwaway_settings(date(2026, 1, 5)) as settings:
        print(table(measure(settings, given.lines), given.lines))


def measure(settings: Settings, lines: int) -> dict[str, float]:
    """Return the seconds of each step, by name."""
    folder = settings.exports_dir
    database.connect(settings).close()  # which creates the tables of `raw`
    run(settings, ["seed"])
    run(settings, ["run", "--select", ENTITIES])
    taken = {
        "dbt alone": timed(lambda: run(settings, ["run", "--select", ENTITIES])),
        "its checks alone": timed(lambda: run(settings, CHECKS)),
    }
    write_csv(export_file(folder, "ventes_lignes", date(2025, 12, 29)), lines, "utf-8")
    load(settings)
    taken["reference"] = timed(lambda: copy_lines(settings))
    first = ["run", "--full-refresh", "--select", ENTITIES]
    taken["first build"] = timed(lambda: run(settings, first)) - taken["dbt alone"]
    write_weekly(export_file(folder, "ventes_lignes", date(2026, 1, 5)))
    load(settings)
    weekly = ["run", "--select", ENTITIES]
    taken["weekly increment"] = timed(lambda: run(settings, weekly)) - taken["dbt alone"]
    taken["conservation checks"] = timed(lambda: run(settings, CHECKS)) - taken["its checks alone"]
    return taken


def timed(work: Callable[[], None]) -> float:
    """Return how long some work takes, in seconds."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def copy_lines(settings: Settings) -> None:
    """Copy the lines as they are, the least that building anything from them can cost."""
    with database.connect(settings) as conn, conn.cursor() as cursor:
        cursor.execute(REFERENCE)


def write_weekly(path: Path) -> None:
    """Write an export whose every other line is one of the first export's again."""
    number = COLUMNS.index("document_no")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(COLUMNS)
        for position, row in enumerate(rows(WEEKLY)):
            row[number] += "-S" * (position % 2)
            writer.writerow(row)


def table(taken: dict[str, float], lines: int) -> str:
    """Return the measures as a Markdown table."""
    reference = taken["reference"]
    steps = ("first build", "weekly increment", "conservation checks")
    found = [
        f"## Building ({lines:,} lines, load {load_average()})\n",
        "| | seconds | times the reference |",
        "|---|--:|--:|",
        f"| reference: `create table as select` of the same lines | {reference:.1f} | 1 |",
        *(f"| {name} | {taken[name]:.1f} | **{taken[name] / reference:.1f}** |" for name in steps),
        f"| dbt alone, set apart | {taken['dbt alone']:.1f} | |",
    ]
    return "\n".join(found)


if __name__ == "__main__":
    main()
