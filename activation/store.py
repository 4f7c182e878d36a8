"""Rows in and out of the database, as dictionaries."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import RealDictCursor

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
