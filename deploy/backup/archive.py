"""A backup as a file: what is in it, how it is sealed, how it is opened.

    <database>-<id>-<moment>.tar        the newest: plain, for its owner's eyes alone
    <database>-<id>-<moment>.tar.age    every one: encrypted to BACKUP_KEY, and what goes elsewhere
    <database>-<id>-<moment>.verified   there when it has been brought back and looked through

In the tar: `manifest.json`, `database.dump`, `roles.sql`, `state/` (what stands beside the
database), `settings.age` (the .env, sealed even in the plain one).
"""

import hashlib
import json
import re
import shutil
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import fasteners
import pyrage

from warehouse.errors import ConfigurationError, NeedsPersonError, require_room
from warehouse.private import make_private_folder
from warehouse.settings import Settings
from warehouse.state import root

KEY_NAME = "BACKUP_KEY"
MANIFEST, DUMP, ROLES, STATE, SEALED = (
    "manifest.json", "database.dump", "roles.sql", "state", "settings.age",
)  # fmt: skip
_NAME = re.compile(r"(?P<database>.+)-(?P<id>[0-9a-f]{8})-(?P<moment>\d{8}T\d{6}Z)\.tar(\.age)?")
_PARTS, _OLD_SECONDS = ".parts-", 60
_MOMENT = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Backup:
    """One backup, by the name its files share."""

    folder: Path
    database: str
    database_id: str  # its first eight signs
    taken_at: datetime

    @property
    def name(self) -> str:
        """What its files are called, before their endings."""
        return f"{self.database}-{self.database_id}-{self.taken_at:{_MOMENT}}"

    @property
    def plain(self) -> Path:
        """Its plain file, which only the newest has."""
        return self.folder / f"{self.name}.tar"

    @property
    def sealed(self) -> Path:
        """Its encrypted file."""
        return self.folder / f"{self.name}.tar.age"

    @property
    def verified(self) -> Path:
        """The mark of a backup that was brought back and found whole."""
        return self.folder / f"{self.name}.verified"


class Opened(NamedTuple):
    """A backup taken apart: its manifest, and the folder its parts lie in."""

    manifest: dict[str, Any]
    folder: Path


def backups_folder(settings: Settings) -> Path:
    """Return where backups are kept on this machine: BACKUP_DIR, or `backups` beside the logs."""
    given = settings.get("BACKUP_DIR")
    return Path(given) if given else root(settings) / "backups"


def recipient(settings: Settings) -> pyrage.x25519.Recipient:
    """Return the public key old backups are encrypted to. Raises ConfigurationError without one."""
    given = settings.get(KEY_NAME, "")
    try:
        return pyrage.x25519.Recipient.from_str(given)
    except pyrage.RecipientError:
        raise ConfigurationError(
            f"{KEY_NAME} in .env is no age public key: run `python -m deploy.backup key` once, "
            "and keep the private half it prints away from this machine",
            f"{KEY_NAME}, dans .env, n'est pas une clé publique age : lancez une fois "
            "`python -m deploy.backup key`, et gardez hors de cette machine la moitié secrète "
            "qu'il affiche",
        ) from None


def of_file(path: Path) -> Backup:
    """Return the backup a file belongs to. Raises ConfigurationError when it is named otherwise."""
    found = _NAME.fullmatch(path.name)
    if not found:
        raise ConfigurationError(
            f"{path} is not named like a backup (<database>-<id>-<moment>.tar or .tar.age): give "
            "the file its name back",
            f"{path} ne porte pas le nom d'une sauvegarde (<base>-<id>-<moment>.tar ou .tar.age) : "
            "rendez-lui son nom",
        )
    moment = datetime.strptime(found["moment"], _MOMENT).replace(tzinfo=UTC)
    return Backup(path.parent, found["database"], found["id"], moment)


def backups(settings: Settings, database: str) -> list[Backup]:
    """Return the backups of a database kept on this machine, newest first."""
    files = [path for path in backups_folder(settings).glob("*.tar*") if _NAME.fullmatch(path.name)]
    found = {of_file(path) for path in files}
    mine = (backup for backup in found if backup.database == database)
    return sorted(mine, key=lambda backup: backup.taken_at, reverse=True)


@contextmanager
def workplace(settings: Settings) -> Iterator[Path]:
    """A folder for the parts of a backup, beside the backups, gone afterwards.

    Those a kill has left go first: each is locked for as long as it is used.
    """
    place = backups_folder(settings)
    make_private_folder(place)
    for left in place.glob(f"{_PARTS}*"):
        if time.time() - left.stat().st_mtime > _OLD_SECONDS and _lock(left).acquire(
            blocking=False
        ):
            shutil.rmtree(left, ignore_errors=True)
    with TemporaryDirectory(prefix=_PARTS, dir=place) as folder, _lock(Path(folder)):
        yield Path(folder)


def _lock(parts: Path) -> fasteners.InterProcessLock:
    return fasteners.InterProcessLock(parts / "lock")


def pack(folder: Path, manifest: dict[str, Any], target: Path) -> None:
    """Write the parts in `folder`, and the manifest with their sums, as one tar."""
    sums = {
        path.relative_to(folder).as_posix(): _sha256(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    text = json.dumps({**manifest, "files": sums}, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    with tarfile.open(target, "w") as tar:
        for path in sorted(folder.iterdir()):
            tar.add(path, arcname=path.name, filter=_nameless)


def unpack(path: Path, folder: Path, identity: Path | None = None) -> Opened:
    """Take a backup apart in `folder`, decrypting it with the private key in `identity`.

    Raises ConfigurationError when a key is missing or another's, NeedsPersonError when a part is
    missing or is not what was put in.
    """
    plain = path
    if path.suffix == ".age":
        plain = folder / "opened.tar"
        unseal(path, plain, identity)
    try:
        with tarfile.open(plain) as tar:
            tar.extractall(folder, filter="data")
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        for part, wanted in manifest["files"].items():
            if _sha256(folder / part) != wanted:
                raise ValueError(part)
    except (tarfile.TarError, OSError, ValueError, KeyError) as error:
        require_room(str(error))
        raise NeedsPersonError(
            f"{path} is damaged ({error}): take another backup; nothing was changed",
            f"{path} est abîmée (« {error} ») : prenez une autre sauvegarde ; rien n'a changé",
        ) from None
    return Opened(manifest, folder)


def seal(path: Path, target: Path, to: pyrage.x25519.Recipient) -> None:
    """Encrypt one file. Raises OSError when the disk is full."""
    with _saying_when_full():
        pyrage.encrypt_file(str(path), str(target), [to])


def unseal(path: Path, target: Path, identity: Path | None) -> None:
    """Decrypt one file with the private key in `identity`; raises as `unpack`."""
    if identity is None:
        raise ConfigurationError(
            f"{path.name} is encrypted: give --identity and the file that holds the private key",
            f"{path.name} est chiffrée : indiquez par --identity le fichier de la clé secrète",
        )
    lines = identity.read_text(encoding="utf-8").split()
    secrets = [line for line in lines if line.startswith("AGE-SECRET-KEY-")]
    try:
        keys = [pyrage.x25519.Identity.from_str(secret) for secret in secrets]
        with _saying_when_full():
            pyrage.decrypt_file(str(path), str(target), keys)
    except (pyrage.IdentityError, pyrage.DecryptError):
        raise ConfigurationError(
            f"the key in {identity} does not open {path.name}: take the one printed when "
            f"{KEY_NAME} was made",
            f"la clé de {identity} n'ouvre pas {path.name} : prenez celle qui fut affichée quand "
            f"{KEY_NAME} a été créée",
        ) from None


@contextmanager
def _saying_when_full() -> Iterator[None]:
    """Turn the word of a library about a full disk into Python's own."""
    try:
        yield
    except Exception as error:
        require_room(str(error))
        raise


def _nameless(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
