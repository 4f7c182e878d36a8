"""How the page answers while the Monday run replaces its tables.

    python -m bench.bench_page [--lines N] [--weekly N]

The exports of an estate of 20,000 persons go through the Monday run; then a week's goes through it
while somebody reads the page, one request after the other, and somebody else leaves transactions
open on a table of it. The reference is the same pages before the run. A throw-away embedded server.
"""

import math
import sys
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median
from urllib.request import Request, urlopen

import psycopg2

from bench.backtest_data import throwaway_settings
from bench.bench_advice import LAST_DAY, sales, write_estate
from bench.bench_loader import load_average
from bench.bench_monday import dated, monday, parts
from bench.bench_restore import PER_ORDER, PERSONS, WINES
from bench.bench_week import sizes
from tests.support.page import Page, running_page
from warehouse import database
from warehouse.rows import execute
from warehouse.settings import Settings

MOST_OF_95, MOST_OF_ONE = 0.3, 1.0  # seconds, for 95 reads in 100, and for each
PAGES = ("/lundi", "/lettres", "/clients", "/clients?q=dupont", "/resultats", "/conformite")
ROUNDS = 5  # of all pages, before the run
HELD = "crm.customer_360"  # by whoever leaves a transaction open


@dataclass
class Reads:
    """Seconds of each read that was answered, and what became of those that were not."""

    seconds: list[float] = field(default_factory=list)
    slowest: str = ""
    failed: list[str] = field(default_factory=list)

    def read(self, page: Page, path: str) -> None:
        """Ask for one page as an owner of the house, and note how long it takes."""
        cookie = {"Cookie": f"session={page.token('Claire')}"}
        started = time.monotonic()
        try:
            with urlopen(Request(page.url + path, headers=cookie)) as answer:  # noqa: S310 - our own address
                answer.read()
        except OSError as error:
            self.failed.append(f"{path}: {error}")
            return
        spent = time.monotonic() - started
        if spent > max(self.seconds, default=0.0):
            self.slowest = path
        self.seconds.append(spent)

    @property
    def most_of_95(self) -> float:
        """What 95 reads in 100 take at most."""
        return sorted(self.seconds)[math.ceil(0.95 * len(self.seconds)) - 1]

    def row(self, name: str) -> str:
        """Return the reads as a line of the table."""
        return (
            f"| {name} | {len(self.seconds)} | {median(self.seconds):.2f} | {self.most_of_95:.2f} "
            f"| {max(self.seconds):.2f}, {self.slowest} | {len(self.failed)} |"
        )


def main() -> None:
    """Measure and print the table; exit 1 when a bound does not hold."""
    given = sizes(__doc__)
    next_monday = LAST_DAY + timedelta(days=7)
    lines = sales(given.lines + given.weekly // 2, PERSONS, WINES, PER_ORDER)
    lines = lines.sort_values(["day", "document"], kind="stable", ignore_index=True)
    first, week = parts(lines, given.lines, given.weekly // 2, 1)
    with throwaway_settings(next_monday) as settings:
        write_estate(first, settings.exports_dir)
        monday(settings, first, LAST_DAY)
        with running_page(dated(settings, next_monday)) as page:
            before, during = Reads(), Reads()
            for path in PAGES * ROUNDS:
                before.read(page, path)
            run = threading.Thread(target=lambda: monday(settings, week, next_monday))
            run.start()
            held = threading.Thread(target=lambda: waits.extend(_leave_open(settings, run)))
            waits: list[float] = []
            held.start()
            while run.is_alive():
                for path in PAGES:
                    during.read(page, path)
            held.join()
    print(f"## The page while the run works ({given.lines:,} lines, load {load_average()})\n")
    print(
        "| | reads | median, s | 95 % within, s | slowest, s | failed |\n|---|--:|--:|--:|--:|--:|"
    )
    print(before.row("reference: before the run"))
    print(during.row("while it works"))
    print(f"\nA transaction left open on {HELD} was ended {len(waits)} times.")
    print("\n".join(during.failed[:5]))
    if during.failed or during.most_of_95 > MOST_OF_95 or max(during.seconds) > MOST_OF_ONE:
        sys.exit(1)


def _leave_open(settings: Settings, run: threading.Thread) -> list[float]:
    """Read a table in a transaction and leave it so, again when it is ended; return how long each
    of those that were ended lasted, in seconds."""
    lasted = []
    while run.is_alive():
        started = time.monotonic()
        with closing(database.connect(settings, application_name="somebody")) as conn:
            try:
                execute(conn, f"select count(*) from {HELD}")
                while run.is_alive():
                    time.sleep(0.5)
                    execute(conn, "select 1")
            except psycopg2.Error:
                lasted.append(time.monotonic() - started)
    return lasted


if __name__ == "__main__":
    main()
