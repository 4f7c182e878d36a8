"""How long a house of a million sales lines takes to come back on a machine that has nothing.

    python -m bench.bench_restore [--lines N]

Exports of an estate of 20,000 persons go through the Monday run. Then a backup is taken, database
and folder are lost, and the sealed backup is brought back with the key, as on a new machine; the
Monday run goes over it, and the weekly drill. The reference is PostgreSQL's own `pg_dump` and
`pg_restore` of the same database. A throw-away embedded server, as durable as the house's.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyrage

from bench.backtest_data import throwaway_settings, write_export
from bench.bench_advice import LAST_DAY, sales, write_estate
from bench.bench_loader import load_average
from deploy.backup import archive
from warehouse import beside
from warehouse.settings import ROOT, Settings

LINES, PERSONS, WINES, PER_ORDER = 1_000_000, 20_000, 300, 6
HOUSE = "crm"
AT_MOST = 60  # minutes, from a bare machine to letters that can be approved


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=LINES)
    given, _ = parser.parse_known_args()
    with throwaway_settings(LAST_DAY + timedelta(days=1), options=()) as server:
        lines = sales(given.lines, PERSONS, WINES, PER_ORDER)
        write_estate(lines, server.exports_dir)
        write_export(lines, server.exports_dir, LAST_DAY)
        beside.create(server, HOUSE)
        pair = pyrage.x25519.Identity.generate()
        values = {**server.values, "BACKUP_KEY": str(pair.to_public())}
        house = replace(beside.named(server, HOUSE), values=values)
        place = Path(server.values["STATE_DIR"])
        key = place.with_name("key.txt")
        key.write_text(str(pair), encoding="ascii")
        first = _timed(lambda: run_as_owner(house, "weekly"))
        taking = _timed(lambda: run_as_owner(house, "deploy.backup", "take"))
        (taken,) = archive.backups(house, HOUSE)
        dump = place.with_name("reference.dump")
        reference = _timed(lambda: _dumped(house, dump)) + _timed(lambda: _read_back(server, dump))
        sealed = Path(shutil.copy(taken.sealed, place.parent))
        beside.drop(server, HOUSE)
        shutil.rmtree(place)
        fetched = (str(sealed), "--identity", str(key))
        back = _timed(lambda: run_as_owner(house, "deploy.backup", "restore", *fetched, "--yes"))
        monday = _timed(lambda: run_as_owner(house, "weekly"))
        drilling = _timed(lambda: run_as_owner(house, "deploy.backup", "drill", *fetched))
        megabytes = sealed.stat().st_size / 1e6
    print(f"## Coming back ({given.lines:,} lines, load {load_average()})\n")
    print("| | seconds | times the reference |")
    print("|---|--:|--:|")
    for name, spent in (
        ("reference: `pg_dump`, then `pg_restore`, of the same database", reference),
        ("the first Monday run, from exports", first),
        (f"`make backup`: {megabytes:.0f} MB sealed", taking),
        ("`deploy.backup restore`, sealed, on a machine that has nothing", back),
        ("the Monday run after it", monday),
        ("`deploy.backup drill` of the sealed copy", drilling),
    ):
        print(f"| {name} | {spent:.0f} | {spent / reference:.1f} |")
    minutes = (back + monday) / 60
    print(f"\nBack in {minutes:.1f} minutes, restored and run; at most {AT_MOST}.")
    if minutes > AT_MOST:
        sys.exit(1)


def _timed(work: Callable[[], object]) -> float:
    started = time.monotonic()
    work()
    return time.monotonic() - started


def run_as_owner(house: Settings, *command: str) -> None:
    """Run a command as the owner does. Raises CalledProcessError when it fails."""
    there = {
        **house.values,
        "DATABASE_URL": house.database_url or "",
        "EXPORTS_DIR": str(house.exports_dir),
        "AS_OF_DATE": str(house.as_of_date),
        "ACTIVATION_HASH_KEY": "0123456789abcdef" * 4,
    }
    subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT, env={**os.environ, **there}, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip


def _dumped(house: Settings, dump: Path) -> None:
    beside.program(house, "pg_dump", "--format=custom", f"--file={dump}")


def _read_back(server: Settings, dump: Path) -> None:
    beside.create(server, "reference")
    there = beside.named(server, "reference")
    beside.program(there, "pg_restore", "--exit-on-error", "--dbname=reference", str(dump))
    beside.drop(server, "reference")


if __name__ == "__main__":
    main()
