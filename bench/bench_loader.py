"""What loading costs beside PostgreSQL's own `\\copy`, bare calamine and pandas.

    python -m bench.bench_loader [--rounds N] [--lines N]

Every figure is the best of several rounds, the rounds of all cases taken in turn so that a
busy machine disturbs them alike. The server is an embedded one of its own, with
PostgreSQL's default settings, on a folder that is removed afterwards.
"""

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

from bench.generate_sales import COLUMNS, write_csv
from warehouse.embedded import EmbeddedServer, binaries

LINES, SMALL = 1_000_000, 100_000
TEXTS = ", ".join(f"{column} text" for column in COLUMNS)


@dataclass
class Case:
    """One thing measured; `run` returns peak memory in MB, or 0 when that is not its point."""

    name: str
    run: Callable[[], float]
    seconds: list[float] = field(default_factory=list)
    memory: float = 0.0

    @property
    def best(self) -> float:
        """Best time in seconds."""
        return min(self.seconds)


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
        import csv

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
            case.memory = max(case.memory, case.run())
            case.seconds.append(time.perf_counter() - started)


def cases_at_full_size(bench: Bench, lines: int) -> list[Case]:
    """Return the CSV cases at `lines` lines."""
    files = {}
    for name, encoding, broken in (
        ("utf8", "utf-8", 0),
        ("cp1252", "cp1252", 0),
        ("broken", "utf-8", lines // 10_000),
    ):
        files[name] = bench.folder / f"{name}.csv"
        write_csv(files[name], lines, encoding, broken)
    return [
        Case("start", bench.start_up),
        *(
            case
            for name, server_name in (("utf8", "UTF8"), ("cp1252", "WIN1252"))
            for case in (
                Case(
                    f"{name} plain",
                    lambda n=name, s=server_name: bench.psql_copy(files[n], "plain", s),
                ),
                Case(
                    f"{name} lineage",
                    lambda n=name, s=server_name: bench.psql_copy(files[n], "lineage", s),
                ),
                Case(f"{name} load", lambda n=name: bench.load(files[n])),
            )
        ),
        Case("broken load", lambda: bench.load(files["broken"])),
    ]
