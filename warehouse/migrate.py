"""Versioned migrations of the schemas dbt does not own: `raw`, `ops`, `activation`.

Each file of `migrations/versions/` is one step, named `NNNN_<what>.py`, with that
number as its revision; the last number is where every database must stand.
"""

from collections.abc import Callable
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812

FOLDER = Path(__file__).parent / "migrations"
VERSION_TABLE = "schema_version"


def head() -> str:
    """Return the revision a current database has."""
    return max(path.name[:4] for path in (FOLDER / "versions").glob("[0-9]*_*.py"))


def current(conn: Connection) -> str | None:
    """Return the revision of a database, or None when it has never been migrated."""
    with conn.cursor() as cursor:
        cursor.execute("select to_regclass(%s)", (f"ops.{VERSION_TABLE}",))
        if (cursor.fetchone() or (None,))[0] is None:
            return None
        cursor.execute(f"select version_num from ops.{VERSION_TABLE}")  # noqa: S608
        row = cursor.fetchone()
    return str(row[0]) if row else None


def upgrade(open_connection: Callable[[], Connection], revision: str | None = None) -> bool:
    """Bring a database to `revision`, by default `head()`; return whether anything had to change.

    Two processes at once: the second waits for the first, then finds nothing to do.
    """
    conn = open_connection()
    try:
        if current(conn) == (revision or head()):
            return False
        with conn.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(hashtextextended('migrations', 0))")
            cursor.execute("create schema if not exists ops")
        conn.commit()
        _alembic(open_connection, revision or "head")
    finally:
        conn.close()
    return True


def _alembic(open_connection: Callable[[], psycopg2.extensions.connection], revision: str) -> None:
    # Imported here: a database that is up to date does not pay for it.
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine
    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.pool import NullPool

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    engine = create_engine(
        "postgresql+psycopg2://", creator=lambda: open_connection(), poolclass=NullPool
    )
    with engine.begin() as bound:
        config.attributes["connection"] = bound
        try:
            command.upgrade(config, revision)
        except DBAPIError as error:
            # PostgreSQL's own error says what to do, without a migration's whole text.
            if isinstance(error.orig, psycopg2.Error):
                raise error.orig from None
            raise
