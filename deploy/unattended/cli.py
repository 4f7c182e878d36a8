"""`python -m deploy.unattended`: what a scheduler starts, in French."""

import math
import os
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import psycopg2
import typer

from deploy.unattended import incidents, jobs, schedule
from deploy.unattended.ping import ping
from deploy.unattended.watch import look
from deploy.windows.scheduler import skipped_starts
from warehouse.console import failed_database, make_program
from warehouse.database import advisory_lock, connect
from warehouse.errors import LockedError, NeedsPersonError, ProductError
from warehouse.owner import add_command, tell
from warehouse.settings import ROOT, from_dotenv, load_settings
from warehouse.state import log_of_schedulers
from warehouse.wording import french

app = make_program("What runs with nobody watching: the Monday run, backups, drills, incidents.")

TURN_SECONDS = 60
LOOK_EVERY = 5  # turns


class Job(StrEnum):
    """What can be run: the names of `jobs.JOBS`."""

    WEEKLY = "weekly"
    BACKUP = "backup"
    DRILL = "drill"


class Alive(StrEnum):
    """What a supervisor may ask after: the worker, or a job of a loop."""

    WORKER = "worker"
    WEEKLY = "weekly"
    BACKUP = "backup"
    DRILL = "drill"


def run(job: Annotated[Job, typer.Argument(help="weekly, backup ou drill.")]) -> None:
    """Run one job with its log and its signs of life; end with its exit code."""
    code = _run(job)
    _warn(skipped_starts(ROOT))
    with _warning():
        _watch()
    raise typer.Exit(code)


def watch() -> None:
    """Look once for what is not as it should be; write to the owner of what is new."""
    _watch()


def loop(
    only: Annotated[
        list[Job] | None, typer.Argument(help="Les travaux ; sans argument, tous.")
    ] = None,
) -> None:
    """Start each job when it is due, and look for incidents, until stopped."""
    names = [str(one) for one in only or Job]
    turn = 0
    while True:
        with _warning():
            _start_due(names)
        if turn % LOOK_EVERY == 0:
            with _warning():
                _watch()
        turn += 1
        _beat(names)
        time.sleep(TURN_SECONDS)


add_command(
    app, "run", run,
    "Lance un travail comme le fait le planificateur : le passage du lundi, une sauvegarde ou un "
    "essai de sauvegarde. Ce qu'il dit est gardé dans var/scheduler.log, un signe de vie part à "
    "ALERT_PING_URL au début et à la fin, et les incidents sont regardés.\n\nLe code de sortie "
    "est celui du travail.",
)  # fmt: skip
add_command(
    app, "watch", watch,
    "Regarde une fois ce qui ne va pas ou tarde, et écrit à ALERT_MAIL_TO : un mail quand cela "
    "commence, un quand c'est réglé, un rappel par semaine au plus.\n\nCodes : 0 regardé · 2 "
    "réglage à corriger · 4 base ou serveur de mail hors d'atteinte.",
)  # fmt: skip
add_command(
    app, "loop", loop,
    "Lance chaque travail à son heure de Paris (lundi 06:00, sauvegarde 04:30, essai le dimanche "
    "07:00), rattrape une fois ce que l'arrêt de la machine a fait manquer, et regarde les "
    "incidents toutes les cinq minutes.",
)  # fmt: skip


def alive(
    what: Annotated[Alive, typer.Argument(help="worker, ou un travail de la boucle.")],
) -> None:
    """End with 0 while the worker, or the loop that has this job, goes on."""
    if what == Alive.WORKER:
        is_there = _has_worker()
    else:
        beat = _beat_file(what)
        age = time.time() - beat.stat().st_mtime if beat.exists() else math.inf
        is_there = age < jobs.LIMIT_SECONDS + 10 * TURN_SECONDS
    if not is_there:
        raise NeedsPersonError(
            f"{what} has stopped: restart its service",
            f"{what} s'est arrêté : redémarrez son service",
        )


add_command(
    app, "alive", alive,
    "Dit par son code de sortie si un service tourne : 0 oui, 3 non. Pour un superviseur.",
)  # fmt: skip


def _has_worker() -> bool:
    """Return whether somebody holds the worker's lock."""
    with closing(connect(load_settings(), application_name="alive")) as conn:
        try:
            with advisory_lock(conn, "activation worker"):
                return False
        except LockedError:
            return True


def _beat_file(job: str) -> Path:
    return log_of_schedulers(ROOT, _values()).with_name(f"scheduler-{job}.beat")


def _beat(names: list[str]) -> None:
    for name in names:
        with suppress(OSError):
            _beat_file(name).touch()


def _run(job: str) -> int:
    values = _values()
    url = values.get("ALERT_PING_URL")
    _warn(ping(url, job, "start"))
    code = jobs.run(job, ROOT, log_of_schedulers(ROOT, values))
    _warn(ping(url, job, str(code)))
    return code


def _watch() -> None:
    settings = load_settings()
    with closing(connect(settings, application_name="watch")) as conn:
        found = look(conn, settings)
        conn.rollback()
        incidents.settle(conn, found)
        told = incidents.tell(conn, settings)
    tell(f"{french(len(found), 'incident')} en cours ; {french(told, 'annoncé')} par mail.")


def _start_due(names: list[str]) -> None:
    settings = load_settings()
    with closing(connect(settings, application_name="scheduler")) as conn:
        now = datetime.now(UTC)
        schedule.begin(conn, now, names)
        mine = [one for one in schedule.due(now, names) if schedule.claim(conn, *one)]
    for job, due_at in mine:
        code = _run(job)  # hours, perhaps: without a connection, which would not last
        with closing(connect(settings, application_name="scheduler")) as conn:
            schedule.note_end(conn, job, due_at, code)


@contextmanager
def _warning() -> Iterator[None]:
    """Tell a known failure of the block and go on: the next turn tries again."""
    try:
        yield
    except ProductError as error:
        _warn(error.french)
    except psycopg2.Error as error:
        _warn(failed_database(error).french)


def _values() -> dict[str, str]:
    """Return the settings, those of `.env` only when it can be read: the job says what is wrong."""
    try:
        found = from_dotenv(ROOT)
    except ProductError:
        found = {}
    return {name: value for name, value in {**found, **os.environ}.items() if value}


def _warn(said: str | None) -> None:
    if said:
        tell(f"attention : {said}", err=True)
        sys.stderr.flush()
