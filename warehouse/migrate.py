"""Versioned migrations of the schemas dbt does not own: `raw`, `ops`, `activation`.

Each file of `migrations/versions/` is one step, named `NNNN_<what>.py`, with that
number as its revision; the last number is where every database must stand.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse.errors import ConfigurationError, LockedError, NeedsPersonError

FOLDER = Path(__file__).parent / "migrations"
VERSION_TABLE = "schema_version"
# A backup of the last 26 hours that was brought back and looked through.
_TRIED = """
select from ops.backup_events as tried
inner join ops.backup_events as taken on tried.backup = taken.backup
where tried.kind = 'drilled' and tried.is_good and taken.kind = 'taken'
    and taken.at > clock_timestamp() - interval '26 hours'
limit 1
"""


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


def require_backup(conn: Connection) -> None:
    """Raise NeedsPersonError when schemas have to change below data nobody could bring back.

    A database without a file is none: nothing was read, so nothing was written to anybody.
    """
    version = current(conn)
    if version is None or version >= head():
        return
    if _finds(conn, "select from raw.files limit 1") and not _has_tried_backup(conn):
        raise NeedsPersonError(
            f"this version changes the database (schemas {version} → {head()}) and no backup of "
            "the last day was tried: run `make upgrade`, which takes one, tries it, then changes "
            "the database; until then the version before goes on working",
            f"cette version change la base (schémas {version} → {head()}) et aucune sauvegarde du "
            "dernier jour n'a été essayée : lancez `make upgrade`, qui en prend une, l'essaie, "
            "puis change la base ; d'ici là, la version précédente continue de fonctionner",
        )


def require_not_newer(version: str | None) -> None:
    """Raise ConfigurationError when a database is of a version this program does not know."""
    if version and version > head():
        raise ConfigurationError(
            f"the database is of a newer version (schemas at {version}, this program knows "
            f"{head()}): install that version again; nothing was changed",
            f"la base est d'une version plus récente (schémas {version}, ce programme connaît "
            f"{head()}) : réinstallez cette version ; rien n'a changé",
        )


def upgrade(open_connection: Callable[[], Connection], revision: str | None = None) -> bool:
    """Bring a database to `revision`, by default `head()`; return whether anything had to change.

    All steps or none, in one transaction, under the Monday run's lock. Two processes at once: the
    second waits for the first, then finds nothing to do. Raises ConfigurationError for a database
    newer than this program, LockedError while a run is at work.
    """
    wanted = revision or head()
    conn = open_connection()
    try:
        require_not_newer(current(conn))
        if current(conn) == wanted:
            return False
        with conn.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(hashtextextended('migrations', 0))")
        conn.commit()
        if current(conn) == wanted:
            return False
        with _no_run_at_work(conn):
            with conn.cursor() as cursor:
                cursor.execute("create schema if not exists ops")
            conn.commit()
            _alembic(open_connection, revision or "head")
    finally:
        conn.close()
    return True


@contextmanager
def _no_run_at_work(conn: Connection) -> Iterator[None]:
    """Hold the Monday run's lock; given back at once, for whoever upgrades may run next."""
    if not _finds(conn, "select where pg_try_advisory_lock(hashtextextended('weekly', 0))"):
        raise LockedError(
            "a run is at work and this version changes the database: try again when it has ended",
            "un passage est en cours et cette version change la base : réessayez quand il sera "
            "terminé",
        )
    try:
        yield
    finally:
        if not conn.closed:
            conn.rollback()
            _finds(conn, "select pg_advisory_unlock(hashtextextended('weekly', 0))")
            conn.commit()


def _has_tried_backup(conn: Connection) -> bool:
    has_list = "select where to_regclass('ops.backup_events') is not null"
    return _finds(conn, has_list) and _finds(conn, _TRIED)


def _finds(conn: Connection, query: str) -> bool:
    with conn.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone() is not None


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
