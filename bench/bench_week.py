"""What a week costs the entities, against their own first build: load, staging to `etl`, checks.

    python -m bench.bench_week [--lines N] [--weekly N] [--weeks N]

`--lines` sales lines are loaded and every entity is built and checked from nothing; then come
exports of `--weekly` lines each, half of them seen before; each run compares what has changed
since the one before, as the weekly run does. What dbt does on an empty warehouse is taken off and
shown apart. A throw-away embedded server.
"""

import argparse
import csv
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from bench.backtest_data import export_file, throwaway_settings
from bench.bench_build import copy_lines, timed
from bench.bench_loader import load_average
from bench.generate_sales import COLUMNS, rows, write_csv
from loader.load import load
from warehouse import database
from warehouse.dbt import NodeResult, run_dbt
from warehouse.errors import ConfigurationError
from warehouse.rows import value
from warehouse.settings import Settings

LINES, WEEKLY, WEEKS, SLOWEST = 1_000_000, 4_000, 3, 5
FIRST_DAY = date(2025, 12, 1)
# The models of `etl`, what they read, and every check that looks at nothing else.
ENTITIES = [
    *("build", "--select", "+path:dbt_project/models/etl", "path:dbt_project/models/intermediate"),
    *("--indirect-selection", "cautious"),
    *("--exclude-resource-type", "unit_test"),
]


@dataclass(frozen=True)
class Step:
    """One run: seconds of loading and of dbt on the clock, and what each node took."""

    name: str
    load: float
    build: float
    nodes: list[NodeResult]

    def net(self, alone: float) -> float:
        """Seconds without dbt's own, which are `alone`."""
        return self.load + max(self.build - alone, 0.0)


def main() -> None:
    """Measure and print the tables."""
    given = sizes(__doc__)
    with throwaway_settings(FIRST_DAY + timedelta(days=7 * given.weeks)) as settings:
        database.connect(settings).close()  # which creates the tables of `raw`
        run("dbt reads the project", settings, loaded=0.0)
        alone = min(run("dbt alone", settings, loaded=0.0).build for _ in range(2))
        steps = []
        write_csv(
            export_file(settings.exports_dir, "ventes_lignes", FIRST_DAY), given.lines, "utf-8"
        )
        load_seconds = timed(lambda: load(settings))
        reference = timed(lambda: copy_lines(settings))
        first = run("first build", settings, "--full-refresh", loaded=load_seconds)
        for week in range(1, given.weeks + 1):
            write_week(settings, week, given.weekly)
            up_to = last_change(settings)
            steps.append(run("a week", settings, compared_up_to=up_to))
    print(f"## The week ({given.lines:,} lines, {given.weekly:,} new, load {load_average()})\n")
    print(table(reference, alone, first, steps))
    for step in (first, steps[-1]):
        print(f"\nSlowest of “{step.name}”:\n")
        print("\n".join(slowest(step)))


def sizes(description: str | None) -> argparse.Namespace:
    """Return what the command line asks for: `lines` at first, `weekly` more in each of `weeks`."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--lines", type=int, default=LINES)
    parser.add_argument("--weekly", type=int, default=WEEKLY)
    parser.add_argument("--weeks", type=int, default=WEEKS)
    given, _ = parser.parse_known_args()
    return given


def last_change(settings: Settings) -> int:
    """Return the number up to which the run just ended has compared everything."""
    with closing(database.connect(settings)) as conn:
        return int(value(conn, "select last_value from ops.change_no"))


def run(
    name: str,
    settings: Settings,
    *options: str,
    loaded: float | None = None,
    compared_up_to: int | None = None,
) -> Step:
    """Load what is new, unless it took `loaded` seconds already, and build and check the entities.

    Raises ConfigurationError with the first message of a failure.
    """
    seconds = timed(lambda: load(settings)) if loaded is None else loaded
    found = []
    arguments = [*ENTITIES, *options]
    build = timed(lambda: found.append(run_dbt(settings, arguments, compared_up_to=compared_up_to)))
    (report,) = found
    messages = [report.error] if report.error else [f"{n.name}: {n.message}" for n in report.failed]
    if messages:
        raise ConfigurationError(f"{name} failed: {messages[0]}")
    return Step(name, seconds, build, report.results)


def write_week(settings: Settings, week: int, lines: int) -> None:
    """Write the export of a week whose every other line is one of the first export's again."""
    day = FIRST_DAY + timedelta(days=7 * week)
    number = COLUMNS.index("document_no")
    path: Path = export_file(settings.exports_dir, "ventes_lignes", day)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(COLUMNS)
        for position, row in enumerate(rows(lines)):
            row[number] += f"-S{week}" * (position % 2)
            writer.writerow(row)


def table(reference: float, alone: float, first: Step, weeks: list[Step]) -> str:
    """Return the measures as a Markdown table; a week is the median of those measured."""
    whole = first.net(alone)
    week = median(step.net(alone) for step in weeks)
    measured = (
        (f"first build of the entities, {first.load:.1f} s of loading in it", whole),
        ("a week, median", week),
    )
    return "\n".join(
        [
            "| | seconds | of the first build | times the reference |",
            "|---|--:|--:|--:|",
            f"| reference: `create table as select` of the same lines | {reference:.1f} | | 1 |",
            *(
                f"| {name} | {spent:.1f} | **{spent / whole:.0%}** | {spent / reference:.1f} |"
                for name, spent in measured
            ),
            f"| dbt alone, set apart | {alone:.1f} | | |",
        ]
    )


def slowest(step: Step) -> Iterator[str]:
    """Yield the nodes of a run that took longest, as a list."""
    for node in sorted(step.nodes, key=lambda one: -one.seconds)[:SLOWEST]:
        yield f"- {node.name} ({node.resource_type}): {node.seconds:.1f} s"


if __name__ == "__main__":
    main()
