"""Whoever keeps a table from being replaced makes way, so that nobody behind them waits."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg2
from psycopg2.extras import RealDictCursor

from warehouse import database, log
from warehouse.profile import BUILDING
from warehouse.settings import Settings
from warehouse.wording import french

PATIENCE = 1.0  # seconds a transaction may sit on a table: what a reader of the page waits at most
EVERY = 0.2
# The house's own programs end by themselves, and lose work when they are ended.
HOUSE = (
    *("activation", "backup", "crm", "dashboard", "drill", "fleet", "loader", "pg_dump"),
    *("restore", "upgrade", "verify", "weekly"),
)
# Who waits behind the build has not got the table: only who has it is ended. A statement at work
# is cancelled; a session that leaves its transaction open has none to cancel.
END = """
    with waiting as (
        select asked.pid, asked.relation::regclass::text as relation
        from pg_locks as asked
        inner join pg_stat_activity as build on asked.pid = build.pid
        where asked.locktype = 'relation' and asked.mode = 'AccessExclusiveLock'
            and not asked.granted
            and build.datname = current_database() and build.application_name = %(building)s
    )
    select distinct on (holder.pid)
        waiting.relation as "table", holder.usename as "user", holder.pid as session,
        holder.application_name as program,
        case holder.state
            when 'active' then pg_cancel_backend(holder.pid)
            else pg_terminate_backend(holder.pid)
        end as is_ended
    from waiting
    cross join unnest(pg_blocking_pids(waiting.pid)) as blocking (pid)
    inner join pg_stat_activity as holder on blocking.pid = holder.pid
    where holder.backend_type = 'client backend'
        and holder.xact_start < clock_timestamp() - make_interval(secs => %(patience)s)
        and split_part(holder.application_name, ' ', 1) <> all(%(house)s)
        and not exists (
            select from pg_locks as theirs where theirs.pid = holder.pid and not theirs.granted
        )
"""


@contextmanager
def made_way(settings: Settings) -> Iterator[list[dict[str, Any]]]:
    """Cancel or end, while a build goes on, each transaction older than `PATIENCE` it waits for.

    Yields what was ended, as it happens: `table`, `user`, `session`, `program`. A role that may
    not end others' sessions (docs/roles.md) leaves the build waiting as long as it may.
    """
    ended: list[dict[str, Any]] = []
    is_over = threading.Event()
    watch = threading.Thread(target=_watch, args=(settings, is_over, ended), daemon=True)
    watch.start()
    try:
        yield ended
    finally:
        is_over.set()
        watch.join()


def note(ended: list[dict[str, Any]]) -> list[str]:
    """Say to the owner who made way, one sentence a session."""
    sessions = {(one["session"], one["user"], one["program"]): one["table"] for one in ended}
    return [
        f"la session de {user}{f' ({program})' if program else ''} gardait {table} : interrompue "
        f"après {french(int(PATIENCE), 'seconde')}, pour que la page n'attende pas"
        for (_, user, program), table in sessions.items()
    ]


def _watch(settings: Settings, is_over: threading.Event, ended: list[dict[str, Any]]) -> None:
    asked = {"patience": PATIENCE, "building": BUILDING, "house": list(HOUSE)}
    try:
        with (
            closing(database.connect(settings, autocommit=True, application_name="weekly")) as conn,
            conn.cursor(cursor_factory=RealDictCursor) as cursor,
        ):
            while not is_over.wait(EVERY):
                cursor.execute(END, asked)
                for found in map(dict, cursor.fetchall()):
                    if found.pop("is_ended"):
                        log.event("weekly", "made_way", **found)
                        ended.append(found)
    except psycopg2.Error as error:
        log.event("weekly", "made_no_way", level="warn", why=str(error).splitlines()[0])
