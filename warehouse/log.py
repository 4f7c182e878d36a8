"""What each part of the house did, as lines of JSON under one id: counts and names, no persons.

One file per run, `<command>-<moment>-<id>.jsonl`, in the folder `logs` beside the database (the
page's: beside all databases). A run called by a run writes to the caller's file, under its id.
"""

import json
import logging
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, NamedTuple

from warehouse.private import make_private_folder

FOLDER = "logs"
# Of one folder: what stays of earlier runs, and what one run may write. With the page's folder,
# the schedulers' and the embedded server's ten megabytes, or Docker's seventy, 200 MB at most.
KEPT_BYTES, KEPT_DAYS = 40_000_000, timedelta(days=400)
RUN_BYTES, PARTS = 5_000_000, 4


class _Lines(RotatingFileHandler):
    """A file in parts; a disk that is full or closed to us stops no run."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Go on without the line."""


class Run(NamedTuple):
    """A run at work, and where its lines go."""

    run_id: str
    path: Path
    lines: RotatingFileHandler


# What our sentences quote comes from outside (an export's line, a server's word), as addresses do.
_QUOTED = re.compile(r"«[^»]*»|(?<!\S)[^\s@]*@\S*")

_at_work: list[Run] = []  # the last one is the one that writes


def at_work() -> Run | None:
    """Return the run of this process, for its threads."""
    return _at_work[-1] if _at_work else None


def begin(folder: Path, command: str, run_id: str | None = None) -> Run:
    """Open the file of a run in `folder`, and make room for it."""
    run = _opened(folder, command, run_id or str(uuid.uuid4()))
    _at_work.append(run)
    return run


def _opened(folder: Path, command: str, run_id: str) -> Run:
    make_private_folder(folder)
    prune(folder)
    path = folder / f"{command}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{run_id[:8]}.jsonl"
    handler = _Lines(path, maxBytes=RUN_BYTES, backupCount=PARTS - 1, encoding="utf-8", delay=True)
    return Run(run_id, path, handler)


def end(run: Run) -> None:
    """Close the file of a run."""
    run.lines.close()
    if run in _at_work:
        _at_work.remove(run)


@contextmanager
def of_run(folder: Path, command: str, run_id: str | None = None) -> Iterator[Run]:
    """Log the block: under the run at work, or under one of its own."""
    caller = at_work()
    run = caller or begin(folder, command, run_id)
    try:
        yield run
    finally:
        if caller is None:
            end(run)


def note(folder: Path, command: str, run_id: str, part: str, what: str, **fields: object) -> None:
    """Add one line to a run that others are at, before and after: what is asked for, then done."""
    run = _opened(folder, command, run_id)
    write(run, part, what, **fields)
    run.lines.close()


def event(part: str, what: str, **fields: object) -> None:
    """Add one line to the run at work; nothing where there is none.

    With `run_id` among the fields, the line is one of that run.
    """
    run = at_work()
    if run is not None:
        write(run, part, what, **fields)


def write(run: Run, part: str, what: str, **fields: object) -> None:
    """Add one line to a run."""
    line = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "run_id": run.run_id,
        "part": part,
        "event": what,
        **fields,
    }
    text = json.dumps(_nameless(line), default=str, ensure_ascii=True)
    run.lines.handle(logging.LogRecord(part, logging.INFO, "", 0, text, None, None))


def _nameless(value: Any) -> Any:  # noqa: ANN401 - what JSON holds
    if isinstance(value, str):
        return _QUOTED.sub("…", value)
    if isinstance(value, dict):
        return {key: _nameless(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_nameless(one) for one in value]
    return value


class RunLines(logging.Handler):
    """Adds what modules warn of to the run at work."""

    def emit(self, record: logging.LogRecord) -> None:
        """Add one record."""
        part = record.name.partition(".")[0]
        event(part, "said", level=record.levelname.lower(), message=record.getMessage())


def prune(folder: Path) -> None:
    """Remove the files of the longest ago: those too old, and those beyond the room there is."""
    files = [(path.stat(), path) for path in folder.glob("*") if path.is_file()]
    oldest = (datetime.now(UTC) - KEPT_DAYS).timestamp()
    room = KEPT_BYTES
    for found, path in sorted(files, key=lambda one: one[0].st_mtime, reverse=True):
        room -= found.st_size
        if room < 0 or found.st_mtime < oldest:
            with suppress(OSError):  # open elsewhere, on Windows: the next run removes it
                path.unlink()


def lines_of(root: Path, run: str | None) -> list[str]:
    """Return the lines of a run, by the beginning of its id, in order of time.

    Without one, of the last Monday run. `root` is the folder of all databases' folders.
    """
    files = [*root.glob(f"{FOLDER}/*.jsonl*"), *root.glob(f"*/{FOLDER}/*.jsonl*")]
    if run is None:
        mondays = [path for path in files if path.name.startswith("weekly-")]
        newest = max(mondays, key=lambda path: path.stat().st_mtime, default=None)
        if newest is None:
            return []
        run = newest.name.partition(".jsonl")[0].rpartition("-")[2]
    found = []
    for path in files:
        for text in path.read_text(encoding="utf-8", errors="replace").splitlines():
            with suppress(ValueError, AttributeError):  # cut short by a stop of the machine
                line = json.loads(text)
                if str(line.get("run_id", "")).startswith(run):
                    found.append((str(line.get("time", "")), text))
    return [text for _, text in sorted(found, key=lambda one: one[0])]
