"""`python -m deploy.windows`: the Monday task installed, tried, looked at, taken away."""

import os
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from deploy.windows import scheduler
from deploy.windows.drives import unseen
from deploy.windows.scheduler import Seen
from deploy.windows.task import definition, name_of
from warehouse.console import make_app
from warehouse.errors import ConfigurationError, NeedsPersonError
from warehouse.owner import add_command, tell
from warehouse.settings import ROOT, load_settings
from warehouse.state import log_of_schedulers
from warehouse.wording import french

app = make_app("The Monday task of Windows' scheduler.")

WAIT_SECONDS = 45 * 60
LOOK_SECONDS = 2.0
LAST_LINES = 20
WITH_NOBODY = (
    "La tâche peut-elle tourner même si personne n'a ouvert de session ?",
    "  oui : elle tourne dès que la machine est allumée. Windows demande et garde votre mot de "
    "passe : quand il change, il faut refaire cette installation. Les lecteurs réseau (Z:) "
    "n'existent pas pour elle : les exports doivent être sur un disque de cette machine.",
    "  non : elle attend qu'une session soit ouverte à votre nom, sans mot de passe à garder.",
)


def install(
    nobody: Annotated[
        bool | None,
        typer.Option("--nobody/--logged-on", help="Sans session ouverte, ou seulement avec."),
    ] = None,
    account: Annotated[
        str, typer.Option("--account", metavar="COMPTE", help="Le compte ; sans lui, le vôtre.")
    ] = "",
    try_it: Annotated[
        bool, typer.Option("--try/--no-try", help="Démarre la tâche une fois, pour voir.")
    ] = True,
) -> None:
    """Install the Monday task for this folder, start it once, and show how that went."""
    settings = load_settings()
    with_nobody = _asked() if nobody is None else nobody
    if with_nobody:
        _require_seen(settings.get("EXPORTS_DIR"), str(ROOT), settings.get("STATE_DIR"))
    name, who = name_of(ROOT), account or _own_account()
    scheduler.register(
        name, definition(ROOT, _python(), who, with_nobody=with_nobody), who,
        with_nobody=with_nobody,
    )  # fmt: skip
    tell(f"La tâche {name} est installée : chaque lundi à 06:00, pour {ROOT}.")
    if try_it:
        raise typer.Exit(_tried(name, log_of_schedulers(ROOT, settings.values)))


def status() -> None:
    """Say what became of the task: last start, exit code, starts that were skipped."""
    seen = scheduler.look(name_of(ROOT))
    _show(seen)
    if seen.missed:
        raise NeedsPersonError(
            f"{seen.missed} starts were skipped: leave the machine on, or start the task by hand",
            f"{french(seen.missed, 'démarrage a été sauté', 'démarrages ont été sautés')} : "
            "laissez la machine allumée le lundi matin, ou lancez `make weekly`",
        )


def uninstall() -> None:
    """Take the task away; the data, the settings and the logs stay."""
    name = name_of(ROOT)
    scheduler.remove(name)
    tell(f"La tâche {name} est ôtée. Les données, les réglages et les journaux restent.")


add_command(
    app, "install", install,
    "Installe la tâche du lundi à 06:00 pour ce dossier, puis la démarre une fois par le "
    "planificateur : rien ne part, et le code de sortie et la fin du journal sont montrés. Un "
    "démarrage manqué est rattrapé, sur batterie aussi ; jamais deux à la fois ; quatre heures au "
    "plus ; trois nouveaux essais.\n\nExemple : `py -3 -m warehouse.bootstrap -m deploy.windows "
    "install`",
)  # fmt: skip
add_command(app, "status", status, "Dit ce que le planificateur a fait de la tâche.")
add_command(app, "uninstall", uninstall, "Ôte la tâche ; les données restent.")


def _asked() -> bool:
    if not sys.stdin.isatty():
        raise ConfigurationError(
            "say --nobody or --logged-on: may it run with nobody logged on?",
            "précisez --nobody ou --logged-on : la tâche peut-elle tourner sans session ouverte ?",
        )
    tell(*WITH_NOBODY)
    return typer.confirm("Sans session ouverte ?", default=False)


def _require_seen(*folders: str | None) -> None:
    for folder in folders:
        if folder and (why := unseen(folder)):
            raise ConfigurationError(
                f"a task with nobody logged on cannot see it: {folder}: put it on a disk of this "
                "machine, or choose --logged-on",
                f"{why} : une tâche sans session ouverte ne le voit pas ; mettez-le sur un disque "
                "de cette machine, ou choisissez --logged-on",
            )


def _own_account() -> str:
    user = os.environ.get("USERNAME") or os.environ.get("USER") or ""
    domain = os.environ.get("USERDOMAIN")
    return f"{domain}\\{user}" if domain else user


def _python() -> Path:
    """Return the machine's own Python: the environment's is made anew at each upgrade."""
    return Path(getattr(sys, "_base_executable", None) or sys.executable)


def _tried(name: str, log: Path) -> int:
    """Start the task, wait for its end, show it; return its exit code."""
    tell("Elle est démarrée une fois par le planificateur ; rien ne part …")
    before = log.stat().st_size if log.exists() else 0
    scheduler.start(name)
    until = time.monotonic() + WAIT_SECONDS
    time.sleep(LOOK_SECONDS)
    while (seen := scheduler.look(name)).is_at_work or seen.never_ran:
        if time.monotonic() > until:
            raise NeedsPersonError(
                f"the task {name} has not ended: look at {log}",
                f"la tâche {name} ne s'est pas terminée : regardez {log}",
            )
        time.sleep(LOOK_SECONDS)
    _show(seen)
    if not log.exists() or log.stat().st_size == before:
        raise NeedsPersonError(
            f"the task ended with {seen.result} and wrote nothing in {log}: the program did not "
            "start",
            f"la tâche a fini par {seen.result} sans rien écrire dans {log} : le programme n'a "
            "pas démarré",
        )
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    tell(f"La fin de {log} :", *(f"   {line}" for line in lines[-LAST_LINES:]))
    return seen.result


def _show(seen: Seen) -> None:
    tell(
        "Elle n'a encore jamais démarré." if seen.never_ran else
        "Elle est en cours." if seen.is_at_work else
        f"Dernier démarrage : {seen.last or 'inconnu'}, code de sortie {seen.result}.",
        f"Prochain démarrage : {seen.next or 'aucun'}.",
        f"Démarrages sautés : {seen.missed}.",
    )  # fmt: skip
