"""Connections for many requests at once: kept, lent, and replaced when the server was away."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse.errors import LockedError


class Pool:
    """At most `size` connections; whoever comes then waits `patience` seconds for one."""

    def __init__(
        self, open_connection: Callable[[], Connection], size: int, patience: float = 10
    ) -> None:
        self._open = open_connection
        self._patience = patience
        self._places = threading.BoundedSemaphore(size)
        self._idle: list[Connection] = []

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Lend a connection that answers; what it leaves uncommitted is rolled back.

        Raises LockedError when all stay in use, OutOfReachError when the server does not answer.
        """
        if not self._places.acquire(timeout=self._patience):
            raise LockedError(
                "every connection of the page is in use: try again in a moment",
                "trop de demandes à la fois : réessayez dans un instant",
            )
        try:
            conn = self._answering()
            try:
                yield conn
            finally:
                self._take_back(conn)
        finally:
            self._places.release()

    def close(self) -> None:
        """Close the connections nobody has borrowed."""
        while self._idle:
            self._idle.pop().close()

    def _answering(self) -> Connection:
        while self._idle:
            conn = self._idle.pop()
            with suppress(psycopg2.Error), conn.cursor() as cursor:
                cursor.execute("select")
                conn.rollback()
                return conn
            conn.close()
        return self._open()

    def _take_back(self, conn: Connection) -> None:
        with suppress(psycopg2.Error):
            conn.rollback()
        if conn.closed:
            return
        self._idle.append(conn)
