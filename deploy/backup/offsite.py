"""The copies kept elsewhere, where this machine may add and neither delete nor overwrite."""

import json
import os
import shutil
import subprocess
import uuid

from deploy.backup.archive import Backup
from warehouse.errors import ConfigurationError, NeedsPersonError, OutOfReachError
from warehouse.settings import Settings

PLACE = "BACKUP_OFFSITE"
# Under its own name from the first byte: where one may only add, nothing is renamed afterwards.
OPTIONS = {"inplace": "true"}  # as variables: an older rclone passes over what it does not know


def copy(settings: Settings, backup: Backup) -> str | None:
    """Copy the sealed backup to BACKUP_OFFSITE, an rclone remote; return where, or None.

    Raises OutOfReachError when rclone fails: the backup on this machine stands all the same.
    """
    place = settings.get(PLACE)
    if place is None:
        return None
    target = f"{place}/{backup.sealed.name}"
    _rclone("copyto", "--immutable", str(backup.sealed), target)
    return target


def is_same(settings: Settings, backup: Backup) -> bool | None:
    """Return whether the copy elsewhere is the file here, or None when there is no elsewhere."""
    place = settings.get(PLACE)
    if place is None:
        return None
    # The bytes are fetched and compared: not every store keeps a sum.
    arguments = ("--download", "--one-way", "--include", backup.sealed.name)
    try:
        _rclone("check", str(backup.folder), place, *arguments)
    except OutOfReachError:
        return False
    return True


def require_append_only(settings: Settings) -> None:
    """Try to overwrite and to delete a copy, and raise NeedsPersonError when either succeeds."""
    place = settings.get(PLACE)
    if place is None:
        raise ConfigurationError(
            f"{PLACE} is not set: give it an rclone remote and folder, in .env",
            f"{PLACE} n'est pas renseigné : indiquez-y une destination rclone, dans .env",
        )
    target = f"{place}/essai-{uuid.uuid4()}.txt"
    _rclone("rcat", target, given="premier")
    allowed = [
        word
        for word, arguments, given in (
            ("remplacer", ("rcat", target), "second"),
            ("effacer", ("deletefile", target), None),
        )
        if _succeeds(*arguments, given=given) and _read(target) != "premier"
    ]
    if allowed:
        raise NeedsPersonError(
            f"this machine can overwrite or delete what it put in {place}: whoever takes it over "
            "takes the backups too; give its key the right to add only",
            f"cette machine peut {' et '.join(allowed)} ce qu'elle a mis dans {place} : qui s'en "
            "emparerait aurait aussi les sauvegardes ; ne laissez à sa clé que le droit d'ajouter",
        )


def _read(target: str) -> str | None:
    try:
        return _rclone("cat", target)
    except OutOfReachError:
        return None


def _succeeds(*arguments: str, given: str | None = None) -> bool:
    try:
        _rclone(*arguments, given=given)
    except OutOfReachError:
        return False
    return True


def _rclone(*arguments: str, given: str | None = None) -> str:
    program = shutil.which("rclone")
    if program is None:
        raise ConfigurationError(
            f"{PLACE} is set and the program rclone is not installed: install it from rclone.org",
            f"{PLACE} est renseigné et le programme rclone manque : installez-le (rclone.org)",
        )
    done = subprocess.run(
        [program, *arguments, "--use-json-log", "--retries", "1"],
        env={**os.environ, **{f"RCLONE_{name.upper()}": said for name, said in OPTIONS.items()}},
        input=given, capture_output=True, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["{}"])[-1]
        said = _message(last)
        raise OutOfReachError(
            f"rclone {arguments[0]} failed ({said}): the backup on this machine is whole; mend "
            "the place elsewhere, then run the same command again",
            f"rclone {arguments[0]} a échoué (« {said} ») : la sauvegarde de cette machine est "
            "entière ; rétablissez l'autre place, puis relancez la même commande",
        )
    return done.stdout


def _message(line: str) -> str:
    try:
        return str(json.loads(line).get("msg", line))
    except ValueError:
        return line
