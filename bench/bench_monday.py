"""What a Monday costs, advice and letters included: the first, a week's, one with nothing new.

    python -m bench.bench_monday [--lines N] [--weekly N] [--weeks N]

The exports of an estate of 20,000 persons, all of whom may get a letter, go through the Monday
run. Then come weeks of `--weekly` sales lines, half of them seen before, and a second run on the
last day. Seconds on the clock, and of processors: the run's own and PostgreSQL's (Linux only).
A throw-away embedded server.
"""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import pandas as pd

from bench.backtest_data import throwaway_settings, write_export
from bench.bench_advice import LAST_DAY, sales, write_estate
from bench.bench_loader import load_average
from bench.bench_restore import PER_ORDER, PERSONS, WINES, run_as_owner
from bench.bench_week import sizes
from warehouse.settings import Settings


def main() -> None:
    """Measure and print the table."""
    given = sizes(__doc__)
    days = [LAST_DAY + timedelta(days=7 * week) for week in range(given.weeks + 1)]
    new = given.weekly // 2
    lines = sales(given.lines + given.weeks * new, PERSONS, WINES, PER_ORDER)
    lines = lines.sort_values(["day", "document"], kind="stable", ignore_index=True)
    with throwaway_settings(days[-1]) as settings:
        write_estate(lines[: given.lines], settings.exports_dir)
        first, *weeks = [
            monday(settings, part, day)
            for part, day in zip(parts(lines, given.lines, new, given.weeks), days, strict=True)
        ]
        again = measured(settings, lambda: run_as_owner(dated(settings, days[-1]), "weekly"))
    print(f"## The Monday ({given.lines:,} lines, {given.weekly:,} new, load {load_average()})\n")
    print("| | seconds | of the first | processor seconds | of the first |")
    print("|---|--:|--:|--:|--:|")
    week = tuple(median(one[unit] for one in weeks) for unit in range(2))
    for name, spent in (
        ("the first Monday, from exports", first),
        ("a week, median", week),
        ("nothing new, same day", again),
    ):
        shown = (
            f"{mine:.1f} | **{mine / whole:.0%}**" for mine, whole in zip(spent, first, strict=True)
        )
        print(f"| {name} | {' | '.join(shown)} |")


def parts(lines: pd.DataFrame, first: int, new: int, weeks: int) -> list[pd.DataFrame]:
    """Return what each Monday's export shows: all, then the last lines before and as many new."""
    ends = [first + new * week for week in range(1, weeks + 1)]
    return [lines[:first], *(lines[end - 2 * new : end] for end in ends)]


def monday(settings: Settings, part: pd.DataFrame, day: date) -> tuple[float, float]:
    """Write an export and run the Monday of that day; return its seconds."""
    write_export(part, settings.exports_dir, day)
    return measured(settings, lambda: run_as_owner(dated(settings, day), "weekly"))


def dated(settings: Settings, day: date) -> Settings:
    """Return the settings of the run of a day."""
    return replace(settings, as_of_date=day)


def measured(settings: Settings, work: Callable[[], None]) -> tuple[float, float]:
    """Return how long some work takes, on the clock and of processors."""
    began, spent = time.monotonic(), _processors(settings)
    work()
    return time.monotonic() - began, _processors(settings) - spent


def _processors(settings: Settings) -> float:
    """Return the seconds that what this process started, and PostgreSQL, have worked."""
    own = os.times()
    ticks = 0
    server = (settings.exports_dir.parent / "postgres/data/postmaster.pid").read_text().split()[0]
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:  # gone since
            continue
        if status.parent.name == server:
            ticks += sum(map(int, fields[11:15]))  # its own, and those of what has ended under it
        elif fields[1] == server:
            ticks += sum(map(int, fields[11:13]))
    return own.children_user + own.children_system + ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
