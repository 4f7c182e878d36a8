"""The weekly drill: the newest backup brought back beside the house, and looked through."""

import os
import socket
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from urllib.request import urlopen

from activation.privacy.forget import sweep
from deploy.backup import archive, offsite
from deploy.backup.archive import Backup
from deploy.backup.history import note
from deploy.backup.manifest import size_of
from deploy.backup.restore import Beside, brought_back
from warehouse.database import connect, parameters
from warehouse.dbt import run_dbt
from warehouse.errors import NeedsPersonError, ProductError
from warehouse.rows import transaction
from warehouse.settings import Settings

PAGE_SECONDS = 60


@dataclass(frozen=True)
class Drilled:
    """What a drill found."""

    backup: str
    tables: int
    rows: int
    checks: int
    is_same_elsewhere: bool | None
    seconds: float


def drill(settings: Settings, backup: Backup, identity: Path | None = None) -> Drilled:
    """Bring a backup back beside the house, look through it, drop it; keep what came of it.

    With `identity` it is the encrypted file that is tried, as it came back from elsewhere: what
    a person does once a quarter. Raises NeedsPersonError when anything is not as it should be.
    """
    started = time.monotonic()
    kind = "returned" if identity else "drilled"
    try:
        done = _look_through(settings, backup, identity, started)
    except ProductError as error:
        _note(settings, kind, backup, started, detail=str(error.french or error))
        raise
    _note(settings, kind, backup, started)
    if identity is None:
        backup.verified.touch(mode=0o600)
    return done


def _look_through(
    settings: Settings, backup: Backup, identity: Path | None, started: float
) -> Drilled:
    path = backup.sealed if identity else backup.plain
    name = f"{parameters(settings)['dbname']}_drill_{datetime.now(UTC):%Y%m%d_%H%M%S}"
    with archive.workplace(settings) as parts:
        opened = archive.unpack(path, parts, identity)
        with brought_back(settings, opened, name) as found:
            _require_erased(found)
            checks = _require_checks(found)
            _require_page(found.settings)
    same = None if identity else offsite.is_same(settings, backup)
    if same is False:
        raise NeedsPersonError(
            f"the copy of {backup.name} elsewhere is missing or another: take a new backup",
            f"la copie de {backup.name} gardée ailleurs manque ou diffère : refaites une "
            "sauvegarde",
        )
    return Drilled(
        backup.name, *size_of(opened.manifest["tables"]), checks, same,
        time.monotonic() - started,
    )  # fmt: skip


def _require_erased(found: Beside) -> None:
    """Raise NeedsPersonError when somebody erased is still there after the sweep."""
    with closing(connect(found.settings, application_name="drill")) as conn:
        again = sweep(conn, found.settings)
    if again:
        raise NeedsPersonError(
            f"{again} lines of erased persons are in the backup even after a sweep",
            f"{again} lignes de personnes effacées restent dans la sauvegarde après le balayage",
        )


def _require_checks(found: Beside) -> int:
    """Run dbt's tests on the restored tables; return how many. Raises NeedsPersonError."""
    report = run_dbt(found.settings, ["test"])
    if report.error or report.failed:
        names = ", ".join(result.name for result in report.failed) or str(report.error)
        raise NeedsPersonError(
            f"checks fail on the restored backup: {names}",
            f"des contrôles échouent sur la sauvegarde remise en place : {names}",
        )
    return report.count("pass", "warn")


def _require_page(settings: Settings) -> None:
    """Open the page on the restored tables. Raises NeedsPersonError when it does not answer 200."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    here = {
        **{"DATABASE_URL": settings.database_url or "", "DASHBOARD_DATABASE_URL": ""},
        **{"DASHBOARD_URL": "", "DASHBOARD_PROXY": "", "CRM_HOUSE": ""},
        # The samples' house has neither; the page opens whatever lies there.
        "EXPORTS_DIR": str(archive.backups_folder(settings)),
    }
    command = [sys.executable, "-m", "dashboard", "serve", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=settings.root, env={**os.environ, **here},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as page:  # fmt: skip
        try:
            address = f"http://127.0.0.1:{port}/connexion"
            opens = any(page.poll() is None and _opens(address) for _ in range(PAGE_SECONDS))
        finally:
            page.terminate()
    if not opens:
        raise NeedsPersonError(
            f"the page does not open on the restored backup within {PAGE_SECONDS} s",
            f"la page ne s'ouvre pas sur la sauvegarde remise en place ({PAGE_SECONDS} s)",
        )


def _opens(url: str) -> bool:
    try:
        with urlopen(url, timeout=10) as answer:  # noqa: S310 - this machine's own page
            return bool(answer.status == HTTPStatus.OK)
    except OSError:
        time.sleep(1)  # it is starting
        return False


def _note(
    settings: Settings, kind: str, backup: Backup, started: float, detail: str | None = None
) -> None:
    with closing(connect(settings, application_name="drill")) as conn, transaction(conn):
        seconds = time.monotonic() - started
        note(conn, kind, backup.name, seconds, is_good=detail is None, detail=detail)
