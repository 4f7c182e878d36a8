"""What loading costs beside PostgreSQL's own `\\copy`, bare calamine and pandas.

    python -m bench.bench_loader [--rounds N] [--lines N]

Every figure is the best of several rounds, the rounds of all cases taken in turn so that a
busy machine disturbs them alike; small CSV files take more rounds, a blink being harder to
time. The server is an embedded one of its own, with
PostgreSQL's default settings, on a folder that is removed afterwards.
"""

import argparse
import csv
import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psycopg2

from bench.generate_sales import COLUMNS, write_csv, write_xlsx
from warehouse.embedded import EmbeddedServer, binaries

# What a person calls it, Python's name, PostgreSQL's name.
ENCODINGS = (("UTF-8", "utf-8", "UTF8"), ("Windows-1252", "cp1252", "WIN1252"))
LINES, SMALL, ROUNDS = 1_000_000, 100_000, 5
MORE = 4  # times as many rounds for small CSV files
TEXTS = ", ".join(f"{column} text" for column in COLUMNS)


@dataclass
class Case:
    """One thing measured; `run` returns peak memory in MB, or 0 when that is not its point.

    `start` is what its time includes and the table sets apart.
    """

    name: str
    run: Callable[[], float]
    start: "Case | None" = None
    seconds: list[float] = field(default_factory=list)
    memory: float = 0.0

    @property
    def best(self) -> float:
        """Best time in seconds."""
        return min(self.seconds)

    @property
    def net(self) -> float:
        """Best time in seconds, without the start-up measured apart."""
        return self.best - (self.start.best if self.start else 0.0)


class Bench:
    """A server, a folder of generated files, and the ways to load them."""

    def __init__(self, folder: Path) -> None:
        """Start the server under `folder`."""
        self.folder = folder
        self.server = EmbeddedServer(folder / "postgres")
        target = self.server.start()
        with self.connection("postgres") as conn, conn.cursor() as cursor:
            conn.autocommit = True
            cursor.execute("create database bench")
        self.url = (
            f"postgresql://{target['user']}:{target['password']}@/bench"
            f"?host={target['host']}&port={target['port']}"
        )
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("PG")},
            "DATABASE_URL": self.url,
            "EXPORTS_DIR": str(folder / "exports"),
            "LOADER_SETTLE_SECONDS": "0",
        }
        (folder / "exports" / "raw" / "isavigne").mkdir(parents=True)
        self._loader()

    @contextmanager
    def connection(self, database: str = "bench") -> Iterator[psycopg2.extensions.connection]:
        """Open a connection and close it."""
        conn = psycopg2.connect(**self.server.parameters(), dbname=database)
        try:
            yield conn
            conn.commit()
        finally:
            conn.close()

    def execute(self, statement: str) -> None:
        """Run one statement, outside the time measured."""
        with self.connection() as conn, conn.cursor() as cursor:
            cursor.execute(statement)

    def empty(self) -> None:
        """Forget everything loaded, and let the server write out what it has in hand."""
        with self.connection() as conn, conn.cursor() as cursor:
            cursor.execute("truncate raw.files, raw.ventes_lignes, raw.rejected_lines")
            cursor.execute("drop table if exists plain, lineage")
            cursor.execute(f"create table plain ({TEXTS})")
            cursor.execute(
                "create table lineage (_file_id bigint not null default 1, _line_number bigint "
                "generated always as identity, _loaded_at timestamptz not null default now(), "
                f"{TEXTS})"
            )
        self.execute("checkpoint")

    def load(self, file: Path) -> float:
        """Run the whole command on one file."""
        return self._loader(str(file), "--dataset", "ventes_lignes")

    def start_up(self) -> float:
        """Run the whole command with nothing to load."""
        return self._loader()

    def psql_copy(self, file: Path, table: str, encoding: str) -> float:
        """Run `psql \\copy` of one file."""
        options = f"(format csv, delimiter ';', header, encoding '{encoding}')"
        command = f"\\copy {table} ({', '.join(COLUMNS)}) from '{file}' with {options}"
        program = str(binaries() / "psql")
        self._run([program, self.url, "-X", "-q", "-c", command])
        return 0.0

    def calamine_copy(self, file: Path) -> float:
        """Read a sheet with bare calamine and COPY its cells."""
        from python_calamine import load_workbook

        buffer = io.StringIO(newline="")
        rows = load_workbook(file).get_sheet_by_index(0).to_python()
        csv.writer(buffer, lineterminator="\r\n").writerows(rows)
        buffer.seek(0)
        with self.connection() as conn, conn.cursor() as cursor:
            cursor.copy_expert("copy plain from stdin with (format csv, header)", buffer)
        return 0.0

    def pandas_to_sql(self, file: Path) -> float:
        """Read a CSV with pandas and insert it by `to_sql(chunksize=500)`."""
        import pandas
        from sqlalchemy import create_engine

        engine = create_engine("postgresql+psycopg2://", creator=self._creator)
        frame = pandas.read_csv(file, sep=";", dtype=str, keep_default_na=False)
        frame.to_sql("plain", engine, if_exists="append", index=False, chunksize=500)
        engine.dispose()
        return 0.0

    def _creator(self) -> psycopg2.extensions.connection:
        return psycopg2.connect(**self.server.parameters(), dbname="bench")

    def _loader(self, *arguments: str) -> float:
        return self._run([sys.executable, "-m", "loader", "load", *arguments])

    def _run(self, command: list[str]) -> float:
        """Run a command; return its peak memory in MB."""
        child = subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        if status != 0:
            raise RuntimeError(f"{' '.join(command[:4])} ended with {status}")
        return usage.ru_maxrss / 1024


def measure(bench: Bench, cases: list[Case], rounds: int) -> None:
    """Take every case in turn, `rounds` times, each on emptied tables."""
    for _ in range(rounds):
        for case in cases:
            bench.empty()
            started = time.perf_counter()
            memory = case.run()
            case.seconds.append(time.perf_counter() - started)
            case.memory = max(case.memory, memory)


@dataclass
class Ratio:
    """One line of the table: a case over its reference, and what it may be at most."""

    label: str
    case: Case
    reference: Case
    limit: float | None
    is_floor: bool = False


def csv_ratios(bench: Bench, lines: int, start: Case, *, is_bounded: bool) -> list[Ratio]:
    """Return the CSV comparisons at `lines` lines; files are written first."""
    most, most_broken = (1.25, 3.0) if is_bounded else (None, None)
    found = []
    for label, encoding, name in ENCODINGS:
        file = bench.folder / f"{encoding}-{lines}.csv"
        write_csv(file, lines, encoding)
        load = Case(f"load {label}", partial(bench.load, file), start)
        plain = Case("`\\copy`", partial(bench.psql_copy, file, "plain", name))
        lineage = Case("`\\copy` + lineage", partial(bench.psql_copy, file, "lineage", name))
        found.append(Ratio(f"{label}, {lines:,} lines", load, plain, most))
        found.append(Ratio(f"{label}, {lines:,} lines, equal columns", load, lineage, most))
    broken = bench.folder / f"broken-{lines}.csv"
    write_csv(broken, lines, "utf-8", lines // 10_000)
    case = Case("load broken", partial(bench.load, broken), start)
    found.append(
        Ratio(f"1 line in 10,000 broken, {lines:,} lines", case, found[0].reference, most_broken)
    )
    return found


def other_ratios(bench: Bench, lines: int, load_csv: Case, start: Case) -> list[Ratio]:
    """Return the comparisons with bare calamine and with pandas."""
    sheet = bench.folder / "sales.xlsx"
    write_xlsx(sheet, lines)
    case = Case("load xlsx", partial(bench.load, sheet), start)
    calamine = Case("calamine + COPY", partial(bench.calamine_copy, sheet))
    csv_file = bench.folder / f"utf-8-{lines}.csv"
    pandas = Case("`to_sql(chunksize=500)`", partial(bench.pandas_to_sql, csv_file))
    return [
        Ratio(f"XLSX, {lines:,} lines", case, calamine, 1.4),
        Ratio(f"pandas over load, {lines:,} lines", pandas, load_csv, 40.0, is_floor=True),
    ]


def table(ratios: list[Ratio], start: Case) -> str:
    """Return the comparisons as a Markdown table, start-up of the command set apart."""
    lines = [
        "| | seconds | reference | seconds | ratio | wanted | peak memory |",
        "|---|--:|---|--:|--:|--:|--:|",
    ]
    for one in ratios:
        ratio = one.case.net / one.reference.net
        bound = f"{'≥' if one.is_floor else '≤'} {one.limit:g}" if one.limit else ""
        memory = f"{one.case.memory:.0f} MB" if one.case.memory else ""
        lines.append(
            f"| {one.label} | {one.case.net:.2f} | {one.reference.name} | "
            f"{one.reference.net:.2f} | **{ratio:.2f}** | {bound} | {memory} |"
        )
    lines.append(f"| start-up of `loader load`, set apart | {start.best:.2f} | | | | | |")
    return "\n".join(lines)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--lines", type=int, default=LINES)
    given, _ = parser.parse_known_args()
    folder = Path(tempfile.mkdtemp(prefix="crm-bench-"))
    folder.chmod(0o755)
    bench = Bench(folder)
    try:
        start = Case("start-up", bench.start_up)
        large = csv_ratios(bench, given.lines, start, is_bounded=True)
        small = csv_ratios(bench, SMALL, start, is_bounded=False)
        other = other_ratios(bench, SMALL, small[0].case, start)
        ratios = [*large, *small, *other]
        # A child's peak memory counts its parent's until it starts, so what grows this very
        # process (calamine, pandas) comes after every measure of memory.
        measure(bench, [start, *_cases(large)], given.rounds)
        measure(bench, [start, *_cases(small)], given.rounds * MORE)
        memory = {id(case): case.memory for case in _cases([*large, *small])}
        measure(bench, [start, *_cases(other)], given.rounds)
        for case in _cases(ratios):
            case.memory = memory.get(id(case), 0.0)
        rounds = f"best of {given.rounds} rounds, {given.rounds * MORE} of small CSV files"
        print(f"## Loading ({rounds}, load {load_average()})\n")
        print(table(ratios, start))
    finally:
        bench.server.stop()
        shutil.rmtree(folder)


def _cases(ratios: list[Ratio]) -> list[Case]:
    """Return the cases of some comparisons, each once, a reference before what it judges."""
    cases = {id(case): case for one in ratios for case in (one.reference, one.case)}
    return list(cases.values())


def load_average() -> str:
    """Return the machine's load and its processors: a busy machine blurs every ratio."""
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


if __name__ == "__main__":
    main()
