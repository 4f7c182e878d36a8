"""Rows in and out of the database, as dictionaries."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import RealDictCursor

from warehouse.database import connect
from warehouse.errors import ConfigurationError, LockedError
from warehouse.settings import Settings

Row = dict[str, Any]
Parameters = Sequence[object] | dict[str, Any] | None


def rows(conn: Connection, query: str, parameters: Parameters = None) -> list[Row]:
    """Return every row of `query`."""
    with conn.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute(query, parameters)
        return [dict(row) for row in cursor.fetchall()]


def row(conn: Connection, query: str, parameters: Parameters = None) -> Row | None:
    """Return the first row of `query`, or None."""
    found = rows(conn, query, parameters)
    return found[0] if found else None


def value(conn: Connection, query: str, parameters: Parameters = None) -> Any:  # noqa: ANN401 - a column of any type
    """Return the first column of the first row of `query`, or None."""
    found = row(conn, query, parameters)
    return next(iter(found.values())) if found else None


def execute(conn: Connection, query: str, parameters: Parameters = None) -> int:
    """Run a statement; return how many rows it touched."""
    with conn.cursor() as cursor:
        cursor.execute(query, parameters)
        return int(cursor.rowcount)


def announce_change(conn: Connection) -> None:
    """Say that what is built no longer follows from what was compared: the next run looks at all.

    Raw lines have been removed or emptied.
    """
    execute(conn, "select nextval('ops.change_no')")


@contextmanager
def transaction(conn: Connection) -> Iterator[None]:
    """Commit when the block ends, roll back when it raises."""
    try:
        yield
    except BaseException:
        if not conn.closed:
            conn.rollback()
        raise
    conn.commit()


def connect_durably(settings: Settings, application_name: str) -> Connection:
    """Open a connection whose commits are on disk when they return.

    Whatever the server's default: a letter marked as leaving must still be so marked
    after a power cut.
    """
    conn = connect(settings, application_name=application_name)
    with transaction(conn):
        execute(conn, "set synchronous_commit to on")
    return conn


@contextmanager
def reading_warehouse(conn: Connection) -> Iterator[None]:
    """Say in one line why tables dbt builds cannot be read.

    Raises ConfigurationError when they have not been built yet, LockedError when they are
    being rebuilt this very moment.
    """
    try:
        yield
    except (psycopg2.errors.UndefinedTable, psycopg2.errors.UndefinedColumn) as error:
        conn.rollback()
        missing = str(error).splitlines()[0]
        raise ConfigurationError(
            f"the warehouse is not built ({missing}): run `make weekly`, then the same again",
            f"l'entrepôt n'est pas construit (« {missing} ») : lancez `make weekly`, puis la même "
            "commande",
        ) from None
    except psycopg2.InternalError:
        # dbt put a new table in this one's place while the question was being asked.
        conn.rollback()
        raise LockedError(
            "the warehouse is being rebuilt: try again when `make weekly` has ended",
            "l'entrepôt est en reconstruction : réessayez quand `make weekly` sera terminé",
        ) from None
