"""Taking a backup: the database at one moment, and all it needs to come back elsewhere."""

import os
import shutil
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pyrage
from psycopg2.extensions import connection as Connection  # noqa: N812

from deploy.backup import archive, offsite
from deploy.backup.archive import Backup
from deploy.backup.history import note
from deploy.backup.keep import kept
from deploy.backup.manifest import measure, size_of
from warehouse.beside import program
from warehouse.database import advisory_lock, connect
from warehouse.errors import OutOfReachError
from warehouse.migrate import current
from warehouse.private import make_private_folder, write_private
from warehouse.rows import transaction, value
from warehouse.settings import Settings
from warehouse.state import folder, identity

# What stands beside the database and has to come back with it. Not the token of who is in charge:
# a copy of the house is not the house.
KEPT_STATE = ("effacements.txt", "hash.key", "hash_key.check")
NO_ID = "00000000"
SMALLER = 0.7  # of the backup before: less than that is an incident


@dataclass(frozen=True)
class Taken:
    """What one backup came to."""

    backup: Backup
    size_bytes: int
    seconds: float
    tables: int
    rows: int
    removed: list[str]
    before_bytes: int | None
    copied_to: str | None

    @property
    def is_much_smaller(self) -> bool:
        """Whether it lost 30 % against the one before, as a half emptied database would."""
        return self.before_bytes is not None and self.size_bytes < SMALLER * self.before_bytes


def take(settings: Settings) -> Taken:
    """Take one backup, seal it, copy it elsewhere, and remove those that may go.

    Killed anywhere, it leaves the backups there were. Raises ConfigurationError without a key to
    seal it with, OutOfReachError when the database or the place elsewhere does not answer.
    """
    to = archive.recipient(settings)
    with closing(connect(settings, application_name="backup")) as conn:
        taken = take_as_it_is(settings, conn, to)
        with transaction(conn):
            note_taken(conn, taken)
    return taken


def note_taken(conn: Connection, taken: Taken) -> None:
    """Add a backup to the list of what became of them, in the caller's transaction."""
    is_good = not taken.is_much_smaller
    note(conn, "taken", taken.backup.name, taken.seconds, taken.size_bytes, is_good=is_good)


def take_as_it_is(
    settings: Settings, conn: Connection, to: pyrage.x25519.Recipient | None
) -> Taken:
    """Take a backup of the database of `conn`, whatever version its schemas are of.

    Without a key to seal it `to`, it stays plain, on this machine, without the settings.
    """
    started = time.monotonic()
    with advisory_lock(conn, "backup"):
        conn.rollback()
        moment = datetime.now(UTC).replace(microsecond=0)
        place = archive.backups_folder(settings)
        database_id = _database_id(conn, settings)
        backup = Backup(place, conn.info.dbname, database_id or NO_ID, moment)
        before = next(iter(archive.backups(settings, backup.database)), None)
        before_bytes = before.sealed.stat().st_size if before and before.sealed.exists() else None
        with archive.workplace(settings) as parts:
            manifest = _dump(conn, settings, parts / "in")
            if to:
                _seal_settings(settings, parts / "in", to)
            archive.pack(parts / "in", manifest, parts / "plain")
            if to:
                archive.seal(parts / "plain", parts / "sealed", to)
                _put(parts / "sealed", backup.sealed)
            _put(parts / "plain", backup.plain)
        removed = _remove_old(settings, backup)
        copied_to = offsite.copy(settings, backup) if to else None
        size = (backup.sealed if to else backup.plain).stat().st_size
        return Taken(
            backup, size, time.monotonic() - started, *size_of(manifest["tables"]),
            removed, before_bytes, copied_to,
        )  # fmt: skip


def _dump(conn: Connection, settings: Settings, parts: Path) -> dict[str, Any]:
    """Write the database and what stands beside it to `parts`; return the manifest, same moment."""
    parts.mkdir(mode=0o700)
    beside = folder(conn, settings) if _database_id(conn, settings) else None
    conn.commit()
    conn.set_session(isolation_level="REPEATABLE READ", readonly=True)
    with transaction(conn):
        snapshot = value(conn, "select pg_export_snapshot()")
        program(
            settings, "pg_dump", "--format=custom", f"--snapshot={snapshot}",
            f"--file={parts / archive.DUMP}",
        )  # fmt: skip
        manifest = {
            "database": conn.info.dbname,
            "server": conn.server_version,
            "schema_version": current(conn),
            "version": _version(),
            "tables": measure(conn),
            "newest_file": value(conn, "select max(file_id) from raw.files"),
        }
    conn.set_session(isolation_level="DEFAULT", readonly=False)
    write_private(parts / archive.ROLES, _roles(conn, settings))
    copy_state(parts / archive.STATE, *([beside] if beside else []))
    return manifest


def _database_id(conn: Connection, settings: Settings) -> str | None:
    """Return the first eight signs of the database's id; versions of long ago gave none."""
    if value(conn, "select to_regclass('ops.this_database')") is None:
        return None
    return identity(conn, settings).database_id[:8]


def copy_state(to: Path, *places: Path) -> None:
    """Copy what stands beside a database: of each file it lacks, the first there is."""
    make_private_folder(to)
    for name in KEPT_STATE:
        found = next((place / name for place in places if (place / name).exists()), None)
        if found and not (to / name).exists():
            shutil.copyfile(found, to / name)
            (to / name).chmod(0o600)


def _roles(conn: Connection, settings: Settings) -> str:
    """Return the SQL that makes the server's roles, with passwords where we may read them."""
    may_read = value(conn, "select has_table_privilege('pg_catalog.pg_authid', 'select')")
    conn.commit()
    without = [] if may_read else ["--no-role-passwords"]
    database = f"--database={conn.info.dbname}"
    try:
        return program(settings, "pg_dumpall", "--roles-only", database, *without)
    except OutOfReachError:  # a server that lets nobody read its roles
        return ""


def _seal_settings(settings: Settings, parts: Path, to: pyrage.x25519.Recipient) -> None:
    env = settings.root / ".env"
    if env.exists():
        (parts / archive.SEALED).write_bytes(pyrage.encrypt(env.read_bytes(), [to]))


def _put(part: Path, whole: Path) -> None:
    """Give a finished file its name, once its bytes are on the disk."""
    part.chmod(0o600)
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(whole)


def _remove_old(settings: Settings, newest: Backup) -> list[str]:
    """Remove the plain files of older backups, and the backups that may go; return their names."""
    found = archive.backups(settings, newest.database)
    verified = [backup.taken_at for backup in found if backup.verified.exists()]
    stay = kept({backup.taken_at for backup in found}, max(verified, default=None))
    removed = []
    for backup in found:
        if backup.taken_at not in stay:
            removed.append(backup.name)
            for path in (backup.plain, backup.sealed, backup.verified):
                path.unlink(missing_ok=True)
        elif backup != newest and backup.sealed.exists():
            backup.plain.unlink(missing_ok=True)
    return removed


def _version() -> str:
    try:
        return version("crm-reco-platform")
    except PackageNotFoundError:  # a checkout, which is not installed
        return "checkout"
