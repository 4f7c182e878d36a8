"""The programs a scheduler starts, run as they are: their output kept, their exit code returned."""

import os
import subprocess
import sys
from contextlib import closing, suppress
from datetime import UTC, datetime
from logging import INFO, LogRecord
from logging.handlers import RotatingFileHandler
from pathlib import Path
from threading import Timer

from warehouse.private import make_private_folder

JOBS = {
    "weekly": ("-m", "weekly"),
    "backup": ("-m", "deploy.backup", "take"),
    "drill": ("-m", "deploy.backup", "drill"),
}
LIMIT_SECONDS = 4 * 3600
LOG_BYTES = 5_000_000  # and one file before this one: ten megabytes in all


def run(job: str, root: Path, log: Path) -> int:
    """Run a job of `JOBS`; return its exit code. What it prints goes on to here and to `log`."""
    command = [sys.executable, *JOBS[job]]
    with closing(_output(log)) as output:
        output.say(f"{_now()} {job} ({' '.join(command[1:])})")
        with subprocess.Popen(
            command,
            cwd=root,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        ) as process:
            limit = Timer(LIMIT_SECONDS, process.kill)
            limit.start()
            for line in process.stdout or ():
                print(line, end="", flush=True)
                output.say(line)
            limit.cancel()
        output.say(f"{_now()} {job} : code {process.returncode}")
    return process.returncode


class _Output(RotatingFileHandler):
    """The log; a disk that is full or closed to us stops no run."""

    def handleError(self, record: LogRecord) -> None:  # noqa: N802 - logging's own name
        """Go on without the line."""

    def say(self, line: str) -> None:
        """Add a line."""
        self.handle(LogRecord("", INFO, "", 0, line.removesuffix("\n"), None, None))


def _output(path: Path) -> _Output:
    with suppress(OSError):
        make_private_folder(path.parent)
    return _Output(
        path, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8", errors="replace", delay=True
    )


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
