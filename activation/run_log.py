"""The log of commands that talked to Brevo: `activation.runs`."""

import json
import os
import platform
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse.errors import ExitCode, ProductError
from warehouse.rows import execute, transaction


@dataclass
class Run:
    """One command at work; `counters` end up in its row."""

    run_id: uuid.UUID = field(default_factory=uuid.uuid4)
    counters: dict[str, Any] = field(default_factory=dict)
    exit_code: int = int(ExitCode.DONE)


@contextmanager
def logged_run(conn: Connection, command: str, mode: str = "real") -> Iterator[Run]:
    """Write the run's row when it starts and complete it however it ends."""
    run = Run()
    with transaction(conn):
        execute(
            conn,
            "insert into activation.runs (run_id, command, mode, host, pid)"
            " values (%s, %s, %s, %s, %s)",
            (str(run.run_id), command, mode, platform.node(), os.getpid()),
        )
    try:
        yield run
    except ProductError as error:
        run.exit_code = int(error.exit_code)
        raise
    except BaseException:
        run.exit_code = int(ExitCode.OUT_OF_REACH)
        raise
    finally:
        _finish(conn, run)


def _finish(conn: Connection, run: Run) -> None:
    try:
        conn.rollback()
        with transaction(conn):
            execute(
                conn,
                "update activation.runs set finished_at = clock_timestamp(), exit_code = %s,"
                " counters = %s where run_id = %s",
                (run.exit_code, json.dumps(run.counters), str(run.run_id)),
            )
    except psycopg2.Error:
        # The database is gone: the row stays unfinished, which says just that.
        return
