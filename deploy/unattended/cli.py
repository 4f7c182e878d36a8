"""`python -m deploy.unattended`: what a scheduler starts, in French."""

import os
import sys
from enum import StrEnum
from typing import Annotated

import typer

from deploy.unattended.jobs import run
from deploy.unattended.ping import ping
from deploy.windows.scheduler import skipped_starts
from warehouse.console import make_app
from warehouse.errors import ProductError
from warehouse.owner import add_command, tell
from warehouse.settings import ROOT, from_dotenv
from warehouse.state import log_of_schedulers

app = make_app("What runs with nobody watching: the Monday run, backups, drills.")


class Job(StrEnum):
    """What can be run: the names of `JOBS`."""

    WEEKLY = "weekly"
    BACKUP = "backup"
    DRILL = "drill"


@app.callback()
def unattended() -> None:
    """Say what runs with nobody watching."""


def run_command(
    job: Annotated[Job, typer.Argument(help="weekly, backup ou drill.")],
) -> None:
    """Run one job with its log and its signs of life; end with its exit code."""
    values = _settings()
    url = values.get("ALERT_PING_URL")
    _warn(ping(url, job, "start"))
    code = run(job, ROOT, log_of_schedulers(ROOT, values))
    _warn(ping(url, job, str(code)))
    _warn(skipped_starts(ROOT))
    raise typer.Exit(code)


add_command(
    app, "run", run_command,
    "Lance un travail comme le fait le planificateur : le passage du lundi, une sauvegarde ou un "
    "essai de sauvegarde. Ce qu'il dit est gardé dans var/scheduler.log, et un signe de vie part "
    "à ALERT_PING_URL au début et à la fin.\n\nLe code de sortie est celui du travail.",
)  # fmt: skip


def _settings() -> dict[str, str]:
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
