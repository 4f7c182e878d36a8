"""What every command that talks to Brevo opens: one connection, one lock, one logged run."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.brevo.client import Brevo
from activation.brevo.pace import Halt
from activation.config import load_config
from activation.hash_key import given_key, hash_key
from activation.run_log import Run, logged_run
from warehouse import log
from warehouse.database import advisory_lock
from warehouse.errors import ProductError
from warehouse.rows import connect_durably
from warehouse.settings import Settings, load_settings
from warehouse.state import folder


@dataclass
class Session:
    """A command at work."""

    settings: Settings
    brevo: Brevo
    conn: Connection
    run: Run
    key: bytes


@contextmanager
def brevo_session(
    command: str,
    mode: str = "real",
    settings: Settings | None = None,
    halt: Halt | None = None,
    asked_as: str | None = None,
) -> Iterator[Session]:
    """Open everything a command needs, in the order in which it can fail cheapest.

    `settings` are those of the project unless others are given; `halt` ends every wait for Brevo;
    `asked_as` is the id under which somebody asked for it: it is logged under that one.

    Raises ConfigurationError without a key or the secret of the hashes, OutOfReachError
    without a database, LockedError when another command holds the account.
    """
    settings = settings or load_settings()
    brevo = Brevo(settings, load_config(settings), halt)
    given_key(settings)
    conn = connect_durably(settings, f"activation {command}")
    try:
        key = hash_key(conn, settings)
        # One name for all: a pull during a send would read and write the same letters.
        logs = folder(conn, settings) / log.FOLDER
        with (
            advisory_lock(conn, "activation"),
            logged_run(conn, command, mode) as run,
            log.of_run(logs, f"activation-{command}", asked_as or str(run.run_id)),
            _told(command, run),
        ):
            yield Session(settings, brevo, conn, run, key)
    finally:
        conn.close()


@contextmanager
def _told(command: str, run: Run) -> Iterator[None]:
    """Log how a command began and ended; its own id leads to its row."""
    told = {"command": command, "command_id": str(run.run_id)}
    log.event("activation", "command_started", **told)
    try:
        yield
    except ProductError as error:
        log.event("activation", "command_failed", exit_code=int(error.exit_code), **told)
        raise
    log.event("activation", "command_ended", counters=run.counters, **told)
