"""A new version's schemas: on a copy of the house's own data first, and only then on the house."""

import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

import psycopg2

from deploy.backup import archive
from deploy.backup.history import note
from deploy.backup.restore import brought_back
from deploy.backup.take import Taken, note_taken, take_as_it_is
from warehouse import migrate
from warehouse.beside import server_connection
from warehouse.database import connect, open_database, parameters
from warehouse.errors import NeedsPersonError
from warehouse.rows import transaction
from warehouse.settings import Settings


@dataclass(frozen=True)
class Upgraded:
    """What an upgrade did: from which schemas, and the backup that was tried before."""

    before: str | None
    after: str
    backup: str | None


def upgrade(settings: Settings) -> Upgraded:
    """Bring the house's database to this version, once a backup came back and was brought to it.

    Until the last moment nothing of the house is touched, and then all steps are taken or none:
    the version before goes on working after any failure. Raises ConfigurationError for a database
    newer than this program, NeedsPersonError when the backup or the new schemas fail on the copy,
    LockedError while a run is at work.
    """
    with closing(server_connection(settings)) as conn:
        conn.autocommit = False
        before = migrate.current(conn)
        migrate.require_not_newer(before)
        taken = None
        if before not in (None, migrate.head()):
            key = archive.recipient(settings) if settings.get(archive.KEY_NAME) else None
            taken = take_as_it_is(settings, conn, key)
    if taken is not None:
        seconds = _try(settings, taken)
        migrate.upgrade(lambda: open_database(parameters(settings)))
    with closing(connect(settings, application_name="upgrade")) as conn:
        if taken is not None:
            with transaction(conn):
                note_taken(conn, taken)
                note(conn, "drilled", taken.backup.name, seconds)
    return Upgraded(before, migrate.head(), taken.backup.name if taken else None)


def _try(settings: Settings, taken: Taken) -> float:
    """Bring the backup back beside and to this version's schemas; return the seconds it took."""
    started = time.monotonic()
    name = f"{parameters(settings)['dbname']}_upgrade_{datetime.now(UTC):%Y%m%d_%H%M%S}"
    try:
        with archive.workplace(settings) as parts:
            opened = archive.unpack(taken.backup.plain, parts)
            with brought_back(settings, opened, name):
                pass
    except psycopg2.Error as error:
        reason = str(error).strip().partition("\n")[0]
        raise NeedsPersonError(
            f"this version's schemas fail on a copy of the data ({reason}): nothing was changed; "
            "take the version before again, it goes on working",
            f"les schémas de cette version échouent sur une copie des données (« {reason} ») : "
            "rien n'a changé ; reprenez la version précédente, qui continue de fonctionner",
        ) from None
    taken.backup.verified.touch(mode=0o600)
    return time.monotonic() - started
