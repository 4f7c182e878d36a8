"""The memory of runs: `ops.runs`, `ops.run_steps`, and one file of JSON lines per run."""

import json
import re
import time
from datetime import datetime
from pathlib import Path
from typing import Any, Self
from uuid import UUID, uuid4

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.hashing import mask_text
from warehouse import log
from warehouse.errors import ExitCode
from warehouse.rows import value
from warehouse.settings import Settings
from warehouse.state import folder

_QUOTED_ROW = re.compile(r"(row contains|contient) \(.*\)", re.DOTALL)


# The earliest: what was asked for then, and not what somebody did later by hand.
_DONE_SINCE = """
select exit_code from ops.runs
where command = 'weekly' and started_at >= %s and status in ('done', 'partial')
order by started_at limit 1
"""


def done_since(conn: Connection, since: datetime) -> ExitCode | None:
    """Return how a Monday begun since then has ended, or None when none has come to its end."""
    code = value(conn, _DONE_SINCE, (since,))
    return None if code is None else ExitCode(code)


class RunLog:
    """Writes what one run does, as it does it, so that a killed run leaves its trace."""

    def __init__(self, conn: Connection, settings: Settings, command: str = "weekly") -> None:
        """`conn` must be in autocommit: the log outlives a failing step."""
        self.run_id: UUID = uuid4()
        self._conn = conn
        self._position = 0
        self._started: dict[str, float] = {}
        self._log = log.begin(folder(conn, settings) / log.FOLDER, command, str(self.run_id))
        self.path: Path = self._log.path
        self._execute(
            "update ops.runs set status = 'killed', finished_at = now() "
            "where status = 'running' and command = %s",
            command,
        )
        self._execute(
            "insert into ops.runs (run_id, command, as_of_date) values (%s, %s, %s)",
            str(self.run_id),
            command,
            settings.as_of_date,
        )

    def __enter__(self) -> Self:
        """Write what parts do meanwhile to this run."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file, however the run ended."""
        log.end(self._log)

    def write(self, event: str, **fields: object) -> None:
        """Append one JSON line: UTC time, run id, event, fields."""
        log.write(self._log, "weekly", event, **_nameless(fields))

    def start(self, step: str) -> None:
        """Record that a step begins."""
        self._position += 1
        self._started[step] = time.monotonic()
        self._execute(
            "insert into ops.run_steps (run_id, step, position, started_at, status) "
            "values (%s, %s, %s, clock_timestamp(), 'running')",
            str(self.run_id),
            step,
            self._position,
        )
        self.write("step_started", step=step)

    def skip(self, step: str, *, reason: str) -> None:
        """Record a step that could not be tried, and why."""
        self.start(step)
        self.end(step, "skipped", rows=None, detail={"reason": reason})

    def end(self, step: str, status: str, *, rows: int | None, detail: dict[str, Any]) -> float:
        """Record how a step ended; return its seconds."""
        seconds = time.monotonic() - self._started[step]
        self._execute(
            "update ops.run_steps set finished_at = clock_timestamp(), status = %s, seconds = %s, "
            "rows = %s, detail = %s where run_id = %s and step = %s",
            status,
            round(seconds, 3),
            rows,
            json.dumps(_nameless(detail), default=str),
            str(self.run_id),
            step,
        )
        self.write("step_ended", step=step, status=status, seconds=round(seconds, 3), **detail)
        return seconds

    def finish(self, status: str, exit_code: int, summary: dict[str, Any]) -> None:
        """Record how the run ended; forget the results of runs as old as the oldest file kept."""
        self._execute("delete from ops.dbt_results where generated_at < now() - %s", log.KEPT_DAYS)
        self._execute(
            "update ops.runs set finished_at = clock_timestamp(), status = %s, exit_code = %s, "
            "summary = %s where run_id = %s",
            status,
            exit_code,
            json.dumps(summary, default=str),
            str(self.run_id),
        )
        self.write("run_ended", status=status, exit_code=exit_code)

    def previous_summary(self) -> dict[str, Any] | None:
        """Return the summary of the last complete run before this one, or None."""
        with self._conn.cursor() as cursor:
            cursor.execute(
                "select summary from ops.runs where run_id <> %s and command = 'weekly' "
                "and status in ('done', 'partial') order by started_at desc limit 1",
                (str(self.run_id),),
            )
            row = cursor.fetchone()
        return dict(row[0]) if row else None

    def _execute(self, statement: str, *values: object) -> None:
        with self._conn.cursor() as cursor:
            cursor.execute(statement, values)


def _nameless(found: Any) -> Any:  # noqa: ANN401 - anything JSON holds
    """Return what is kept without addresses, and without the row PostgreSQL quotes as at fault."""
    if isinstance(found, str):
        return mask_text(_QUOTED_ROW.sub(r"\1 (…)", found))
    if isinstance(found, dict):
        return {name: _nameless(one) for name, one in found.items()}
    return [_nameless(one) for one in found] if isinstance(found, list | tuple) else found
