"""One house's Monday, in a process of its own: `weekly --house NAME`."""

import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from fleet.asked import Run, begin, finish
from warehouse.errors import ExitCode, ProductError
from warehouse.settings import Settings, load_settings
from warehouse.shared_queue import AgainError

MOST_TRIES = 5
LATER = (ExitCode.OUT_OF_REACH, ExitCode.LOCKED)  # what another try may do better
LOOK = 0.5  # seconds between two looks at whether the worker is to end


def carry_out(
    settings: Settings, worker: str, is_ending: Callable[[], bool], about: dict[str, Any]
) -> None:
    """Do the run `about["run_no"]` unless it is done, and note how it ended.

    Raises AgainError when it is to be tried again: somebody is at work in the house, its database
    is out of reach, the run was killed, this worker is told to end.
    """
    run = begin(settings, about["run_no"], worker)
    if run is None:
        return
    said = ""
    try:
        code = _week(settings, run, is_ending)
    except ProductError as error:
        code, said = int(error.exit_code), str(error)
    if is_ending():
        raise AgainError
    if (code < 0 or code in LATER) and run.attempts < MOST_TRIES:
        raise AgainError
    finish(settings, about["run_no"], code, said)


def _week(settings: Settings, run: Run, is_ending: Callable[[], bool]) -> int:
    load_settings(settings.root, house=run.house)  # a house nobody knows any more is told here
    # What a killed worker began may still come to its end: whoever has the house's lock asks.
    once = ["--once-since", run.asked_at.isoformat()]
    command = [sys.executable, "-m", "weekly", "--house", run.house, *once]
    # What it prints stands in its own journal, beside the house's database.
    with subprocess.Popen(
        command, cwd=settings.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as week:
        while week.poll() is None:
            if is_ending():
                week.terminate()
            time.sleep(LOOK)
    return week.returncode
