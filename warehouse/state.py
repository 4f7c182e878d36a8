"""What stands beside the database on disk, a folder per database: `var/<name>-<id>/`.

Logs, dbt's artefacts, the list of erased persons, answers waiting for a lost database.
Two databases used from one checkout share none of it.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse.settings import Settings


class Identity(NamedTuple):
    """Which database this is: its name, where it stands, the id it was born with.

    A backup carries the id, wherever it is restored; a database made anew at the same
    place has another one.
    """

    name: str
    place: str
    database_id: str


def identity(conn: Connection, settings: Settings) -> Identity:
    """Return which database `conn` is connected to."""
    with conn.cursor() as cursor:
        cursor.execute("select current_database(), database_id::text from ops.this_database")
        found = cursor.fetchone()
        if found is None:
            cursor.execute("insert into ops.this_database default values on conflict do nothing")
            return identity(conn, settings)
    name, database_id = found
    server = f"{conn.info.host}:{conn.info.port}" if settings.database_url else "embedded"
    return Identity(name, f"{server}/{name}", database_id)


def root(settings: Settings) -> Path:
    """Return the folder of all databases' folders: `var`, or STATE_DIR."""
    return _root(settings.root, settings.values)


def log_of_schedulers(project: Path, values: Mapping[str, str]) -> Path:
    """Return the file that keeps what scheduled runs print, wrong settings or none included."""
    return _root(project, values) / "scheduler.log"


def _root(project: Path, values: Mapping[str, str]) -> Path:
    return project / (values.get("STATE_DIR") or "var")


def folder(conn: Connection, settings: Settings) -> Path:
    """Return the folder of this database, which may not exist yet."""
    name, _, database_id = identity(conn, settings)
    return folder_of(settings, name, database_id)


def folder_of(settings: Settings, name: str, database_id: str) -> Path:
    """Return the folder of the database that has, or is to have, this name and this id."""
    return root(settings) / f"{re.sub(r'[^A-Za-z0-9_.-]', '_', name)}-{database_id[:8]}"
