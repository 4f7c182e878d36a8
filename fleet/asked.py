"""What was asked for each house, and what came of it: `fleet.runs`, beside the queue."""

from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse.database import open_database, parameters
from warehouse.houses import QUEUE
from warehouse.queue_tables import put, set_up
from warehouse.rows import Row, execute, rows, transaction, value
from warehouse.settings import Settings, load_settings

TASK = "week"
_ASK = """
insert into fleet.runs (house) values (%s)
on conflict (house) where finished_at is null do nothing
returning run_no
"""
_BEGIN = """
update fleet.runs set
    attempts = attempts + 1, worker = %s, started_at = coalesce(started_at, clock_timestamp())
where run_no = %s and finished_at is null
returning house, asked_at, attempts
"""
_FINISH = """
update fleet.runs set finished_at = clock_timestamp(), exit_code = %s, said = %s
where run_no = %s and finished_at is null
"""
# The last run of each house, and what is still to be done.
_LATEST = """
select distinct on (house)
    house, asked_at, started_at, finished_at, worker, attempts, exit_code, said
from fleet.runs
order by house, run_no desc
"""


class Run(NamedTuple):
    """One run at its beginning: its house, since when it is asked for, how often it was tried."""

    house: str
    asked_at: datetime
    attempts: int


def settings_of_queue(root: Path | None = None) -> Settings:
    """Return the settings under which the queue is reached: `[fleet]` of the register."""
    return load_settings(root, house=QUEUE)


def connect(settings: Settings) -> Connection:
    """Open a connection to the queue's database, made ready the first time."""
    conn = open_database({**parameters(settings), "application_name": "fleet"})
    with transaction(conn):
        execute(conn, "select pg_advisory_xact_lock(hashtextextended('fleet', 0))")
        if not value(conn, "select to_regclass('fleet.runs') is not null"):
            set_up(conn)
            execute(conn, Path(__file__).with_name("schema.sql").read_text(encoding="utf-8"))
    return conn


def ask(conn: Connection, houses: Iterable[str]) -> list[str]:
    """Ask for a run of each house; return those for which one was not waiting already."""
    asked = []
    for house in houses:
        with transaction(conn):
            for run in rows(conn, _ASK, (house,)):
                put(conn, TASK, lock=house, about=run)
                asked.append(house)
    return asked


def begin(settings: Settings, run_no: int, worker: str) -> Run | None:
    """Note that a worker tries; None when the run is over."""
    with closing(connect(settings)) as conn, transaction(conn):
        found = rows(conn, _BEGIN, (worker, run_no))
    return Run(**found[0]) if found else None


def finish(settings: Settings, run_no: int, exit_code: int, said: str) -> None:
    """Note how a run ended."""
    with closing(connect(settings)) as conn, transaction(conn):
        execute(conn, _FINISH, (exit_code, said, run_no))


def latest(conn: Connection) -> list[Row]:
    """Return the last run of each house ever asked for."""
    return rows(conn, _LATEST)
