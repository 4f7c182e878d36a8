"""What every command that talks to Brevo opens: one connection, one lock, one logged run."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.client import Brevo
from activation.config import load_config
from activation.masking import hash_key
from activation.runs import Run, logged_run
from activation.store import execute, transaction
from warehouse.database import advisory_lock, connect
from warehouse.settings import Settings, load_settings


@dataclass
class Session:
    """A command at work."""

    settings: Settings
    brevo: Brevo
    conn: Connection
    run: Run
    key: bytes


def connect_durably(settings: Settings, command: str) -> Connection:
    """Open a connection whose commits are on disk when they return.

    Whatever the server's default: a letter marked as leaving must still be so marked
    after a power cut.
    """
    conn = connect(settings, application_name=f"activation {command}")
    with transaction(conn):
        execute(conn, "set synchronous_commit to on")
    return conn


@contextmanager
def brevo_session(command: str, mode: str = "real") -> Iterator[Session]:
    """Open everything a command needs, in the order in which it can fail cheapest.

    Raises ConfigurationError without a key or a secret, OutOfReachError without a
    database, LockedError when another command holds the account.
    """
    settings = load_settings()
    brevo = Brevo(settings, load_config(settings))
    key = hash_key(settings)
    conn = connect_durably(settings, command)
    try:
        # One name for all: a pull during a send would read and write the same letters.
        with advisory_lock(conn, "activation"), logged_run(conn, command, mode) as run:
            yield Session(settings, brevo, conn, run, key)
    finally:
        conn.close()
