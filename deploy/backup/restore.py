"""Bringing a backup back: beside the database first, looked through, then in its place."""

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.privacy.forget import sweep
from deploy.backup import archive
from deploy.backup.archive import Backup, Opened
from deploy.backup.history import note
from deploy.backup.manifest import differences, measure, size_of
from deploy.backup.take import copy_state
from warehouse import beside
from warehouse.beside import program
from warehouse.database import advisory_lock, connect, guard, open_database, parameters
from warehouse.errors import ConfigurationError, NeedsPersonError
from warehouse.migrate import head, upgrade
from warehouse.rows import execute, rows, transaction
from warehouse.settings import Settings
from warehouse.state import folder, folder_of, identity, root

_CREATE_ROLE = re.compile(r'CREATE ROLE ("(?:[^"]|"")+"|\w+);')
_ALTER_ROLE = re.compile(r'ALTER ROLE ("(?:[^"]|"")+"|\w+) ')
_GRANT_ROLE = re.compile(r"GRANT .+ TO .+;")
_BESIDE = re.compile(r"_(restored|drill|upgrade)_\d{8}_\d{6}")


@dataclass(frozen=True)
class Restored:
    """What was brought back: from which backup, where the old database is now."""

    backup: str
    tables: int
    rows: int
    erased_lines: int
    seconds: float
    kept_as: str | None
    settings_written: bool


def newest(settings: Settings) -> Backup:
    """Return the newest backup of the database of `settings` on this machine.

    Raises ConfigurationError when there is none.
    """
    database = parameters(settings)["dbname"]
    found = archive.backups(settings, database)
    if not found:
        place = archive.backups_folder(settings)
        raise ConfigurationError(
            f"no backup of {database} in {place}: name a file, or set BACKUP_DIR",
            f"aucune sauvegarde de {database} dans {place} : nommez un fichier, ou renseignez "
            "BACKUP_DIR",
        )
    return found[0]


def restore(settings: Settings, path: Path, identity: Path | None = None) -> Restored:
    """Put the backup in `path` in the place of the database; the old one is kept under a new name.

    Nothing of the old one is touched before the backup stands beside it, has what its manifest
    says and has lost whoever was erased since. The house then sends nothing until somebody takes
    charge of it. Raises NeedsPersonError when the backup is damaged or not what it says,
    ConfigurationError when a key is missing or the backup is newer than this program.
    """
    started = time.monotonic()
    now = datetime.now(UTC)
    target = parameters(settings)["dbname"]
    name = f"{target}_restored_{now:%Y%m%d_%H%M%S}"
    # What is kept outlives this restore, and another may follow within the second.
    kept_as = f"{target}_before_{now:%Y%m%d_%H%M%S}_{now.microsecond // 1000:03}"
    backup = archive.of_file(path).name
    with archive.workplace(settings) as parts:
        opened = archive.unpack(path, parts, identity)
        with brought_back(settings, opened, name) as found:
            conn = connect(found.settings, application_name="restore")
            with closing(conn), transaction(conn):
                _disarm(conn)
                note(conn, "restored", backup, time.monotonic() - started)
            had_one = beside.put_in_place(settings, name, instead_of=target, kept_as=kept_as)
            with closing(connect(settings, application_name="restore")) as conn:
                copy_state(folder(conn, settings), found.state)
                conn.commit()
                lines = found.erased_lines + sweep(conn, settings)
                conn.autocommit = True
                guard(conn)
        written = settings_back(settings, opened, identity)
    return Restored(
        backup, *size_of(opened.manifest["tables"]), lines, time.monotonic() - started,
        kept_as if had_one else None, written,
    )  # fmt: skip


@dataclass(frozen=True)
class Beside:
    """A backup as it stands beside the database: its settings and its folder of state."""

    settings: Settings
    state: Path
    erased_lines: int


@contextmanager
def brought_back(settings: Settings, opened: Opened, name: str) -> Iterator[Beside]:
    """A database `name` made from a backup, compared with its manifest and swept.

    It is dropped afterwards when it still has that name, with what stood beside it; what a kill
    has left of one before goes first. Raises LockedError while another one is at work.
    """
    _require_not_newer(opened)
    target = parameters(settings)["dbname"]
    with (
        closing(beside.server_connection(beside.named(settings, "postgres"))) as conn,
        advisory_lock(conn, f"{target} brought back"),
    ):
        _drop_what_was_left(settings, conn, target)
        with _made(settings, opened, name) as found:
            yield found


def _drop_what_was_left(settings: Settings, conn: Connection, target: str) -> None:
    for line in rows(conn, "select datname as name from pg_database"):
        name = line["name"]
        if name.startswith(target) and _BESIDE.fullmatch(name.removeprefix(target)):
            beside.drop(settings, name)
    house = folder_of(settings, target, "").name.removesuffix("-")
    for left in root(settings).glob(f"{house}_*"):
        name = left.name.removeprefix(house).rpartition("-")[0]
        if _BESIDE.fullmatch(name):
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _made(settings: Settings, opened: Opened, name: str) -> Iterator[Beside]:
    here = beside.named(settings, name)
    state: Path | None = None
    try:
        beside.create(settings, name)
        _roles_back(settings, opened.folder / archive.ROLES)
        program(
            here, "pg_restore", "--exit-on-error", f"--dbname={name}",
            str(opened.folder / archive.DUMP),
        )  # fmt: skip
        _compare(here, opened)
        upgrade(lambda: open_database(parameters(here)))
        with closing(connect(here, application_name="restore")) as conn:
            state = folder(conn, here)
            database_id = identity(conn, here).database_id
            live = folder_of(settings, parameters(settings)["dbname"], database_id)
            # What was erased since the backup is on the list of today only.
            copy_state(state, live, opened.folder / archive.STATE)
            conn.commit()
            erased = sweep(conn, here)
        yield Beside(here, state, erased)
    finally:
        beside.drop(settings, name)
        if state is not None:
            shutil.rmtree(state, ignore_errors=True)


def _require_not_newer(opened: Opened) -> None:
    version = opened.manifest["schema_version"]
    if version and version > head():
        raise ConfigurationError(
            f"this backup is of a newer version (schemas at {version}, this program knows "
            f"{head()}): install that version, then restore",
            f"cette sauvegarde vient d'une version plus récente (schémas {version}, ce programme "
            f"connaît {head()}) : installez cette version, puis restaurez",
        )


def _roles_back(settings: Settings, path: Path) -> None:
    """Make the roles the server lacks; those it has keep their passwords."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    postgres = beside.named(settings, "postgres")
    with closing(beside.server_connection(postgres)) as conn:
        there = {line["name"] for line in rows(conn, "select rolname as name from pg_roles")}
        missing = [role for role in _CREATE_ROLE.findall(text) if _unquoted(role) not in there]
        for line in text.splitlines():
            made = _CREATE_ROLE.match(line) or _ALTER_ROLE.match(line)
            belongs = _GRANT_ROLE.match(line)
            if (made and made[1] in missing) or (belongs and missing):
                execute(conn, line.replace("%", "%%"))


def _unquoted(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name


def _compare(here: Settings, opened: Opened) -> None:
    """Raise NeedsPersonError unless every table is what the manifest says."""
    with closing(beside.server_connection(here)) as conn:
        conn.autocommit = False
        found = measure(conn)
    wrong = differences(opened.manifest["tables"], found)
    if wrong:
        raise NeedsPersonError(
            f"the backup is not what its manifest says: {', '.join(wrong)}; take another one; "
            "nothing was changed",
            f"la sauvegarde n'est pas ce que dit son manifeste : {', '.join(wrong)} ; prenez-en "
            "une autre ; rien n'a changé",
        )


def _disarm(conn: Connection) -> None:
    """Give the copy a token nobody else holds: it sends nothing until a person takes charge."""
    execute(
        conn,
        "insert into activation.charge (token) values (gen_random_uuid())"
        " on conflict (is_the_only_row) do update"
        " set token = excluded.token, next_token = null",
    )


def settings_back(settings: Settings, opened: Opened, identity: Path | None) -> bool:
    """Write the backup's .env where there is none and the key is at hand; return whether it did."""
    sealed, env = opened.folder / archive.SEALED, settings.root / ".env"
    if identity is None or env.exists() or not sealed.exists():
        return False
    archive.unseal(sealed, env, identity)
    env.chmod(0o600)
    return True
