"""The tables of a queue, and how work is put in it: SQL alone, without the library.

Importing procrastinate takes half a second and starts a process; whoever only asks does without.
"""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import Json

from warehouse.rows import execute

_PUT = """
select queue.procrastinate_defer_jobs_v1(array[
    row('default', %s, 0, %s, null, %s, null)::queue.procrastinate_job_to_defer_v1
])
"""


def set_up(conn: Connection) -> None:
    """Make the queue's tables in the schema `queue`, in the caller's transaction."""
    execute(conn, "create schema queue")
    execute(conn, "set local search_path to queue")
    execute(conn, _statements())
    execute(conn, "set local search_path to default")


def put(conn: Connection, task: str, lock: str, about: dict[str, Any]) -> None:
    """Put a job in the queue, in the caller's transaction."""
    execute(conn, "set local search_path to queue")
    execute(conn, _PUT, (task, lock, Json(about)))
    execute(conn, "set local search_path to default")


def _statements() -> str:
    found = find_spec("procrastinate")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("procrastinate")
    return (Path(found.origin).parent / "sql" / "schema.sql").read_text(encoding="utf-8")
