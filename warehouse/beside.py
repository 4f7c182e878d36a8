"""Another database on the same server: made, filled, put in the place of the first, dropped."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extensions import make_dsn

from warehouse.database import environment, open_database, parameters
from warehouse.embedded import binaries
from warehouse.errors import LockedError, OutOfReachError, require_room
from warehouse.settings import Settings

# Its letters, as the embedded server's: É has a small letter, whatever the machine's locale.
_CREATE = {
    True: "create database {} template template0 encoding 'UTF8' locale 'C'"
    " locale_provider builtin builtin_locale 'C.UTF-8'",
    False: "create database {} template template0 encoding 'UTF8' locale 'C.UTF-8'",
}
_BUILTIN = 170000  # the version of PostgreSQL from which it has a locale of its own
_ATTEMPTS = 40  # to find nobody connected, a quarter of a second apart


def named(settings: Settings, name: str) -> Settings:
    """Return the settings of the database `name` on the same server."""
    return replace(settings, database_url=make_dsn(**{**parameters(settings), "dbname": name}))


def create(settings: Settings, name: str) -> None:
    """Create an empty database, in place of one of that name."""
    drop(settings, name)
    with _server(settings) as conn:
        statement = _CREATE[conn.server_version >= _BUILTIN]
        _run(conn, statement, name)


def drop(settings: Settings, name: str) -> None:
    """Drop a database, when there is one of that name."""
    with _server(settings) as conn:
        _run(conn, "drop database if exists {} with (force)", name)


def put_in_place(settings: Settings, name: str, *, instead_of: str, kept_as: str) -> bool:
    """Give the database `name` the name `instead_of`, whose bearer becomes `kept_as`, at once.

    Return whether there was a bearer. Whoever is connected to either is disconnected. Raises
    LockedError, and changes nothing, when somebody connects again faster than names change.
    """
    for _ in range(_ATTEMPTS):
        try:
            with _server(settings) as conn:
                return _rename(conn, name, instead_of, kept_as)
        except psycopg2.errors.ObjectInUse:
            time.sleep(0.25)
    raise LockedError(
        f"somebody stays connected to {instead_of}: close what uses it (the page, a query), then "
        "run the same command again; nothing was changed",
        f"quelqu'un reste connecté à {instead_of} : fermez ce qui l'utilise (la page, une "
        "requête), puis relancez la même commande ; rien n'a changé",
    )


def _rename(conn: Connection, name: str, instead_of: str, kept_as: str) -> bool:
    conn.autocommit = False
    with conn, conn.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname in (%s, %s)",
            (name, instead_of),
        )
        cursor.execute("select from pg_database where datname = %s", (instead_of,))
        renaming = [(instead_of, kept_as)] if cursor.fetchone() is not None else []
        for before, after in (*renaming, (name, instead_of)):
            cursor.execute(
                sql.SQL("alter database {} rename to {}").format(
                    sql.Identifier(before), sql.Identifier(after)
                )
            )
        return bool(renaming)


def program(settings: Settings, name: str, *arguments: str) -> str:
    """Run one of PostgreSQL's programs on the database of `settings`; return what it prints.

    Raises OutOfReachError with its last line when it fails, OSError when the disk is full.
    """
    done = subprocess.run(
        [str(binaries() / name), *arguments],
        env={**os.environ, **environment(settings)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        require_room(done.stderr)
        said = [line for line in done.stderr.splitlines() if line.strip()]
        last = next((line for line in said if "error" in line.lower()), (said or ["no word"])[-1])
        raise OutOfReachError(
            f"{name} failed: {last}: nothing was changed; mend this, then run the same again",
            f"{name} a échoué (« {last} ») : rien n'a changé ; corrigez cela, puis relancez la "
            "même commande",
        )
    return done.stdout


def server_connection(settings: Settings) -> Connection:
    """Open a connection to a database as it is, whatever version its schemas are of."""
    conn = open_database(parameters(settings))
    conn.autocommit = True
    return conn


@contextmanager
def _server(settings: Settings) -> Iterator[Connection]:
    """A connection to the server itself, outside the databases it holds."""
    with closing(server_connection(named(settings, "postgres"))) as conn:
        yield conn


def _run(conn: Connection, statement: str, name: str) -> None:
    with conn.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))
