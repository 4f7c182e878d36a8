"""The programs a scheduler starts, run as they are: their output kept, their exit code returned."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer
from typing import IO

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
    with _appended(log) as file:
        _write(file, f"{_now()} {job} ({' '.join(command[1:])})\n")
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
                _write(file, line)
            limit.cancel()
        _write(file, f"{_now()} {job} : code {process.returncode}\n")
    return process.returncode


@contextmanager
def _appended(path: Path) -> Iterator[IO[str] | None]:
    """Open the log; a disk that is full or closed to us stops no run."""
    try:
        make_private_folder(path.parent)
        if path.exists() and path.stat().st_size > LOG_BYTES:
            path.replace(path.with_suffix(".1.log"))
        file = path.open("a", encoding="utf-8")
    except OSError:
        yield None
        return
    try:
        yield file
    finally:
        _close(file)


def _write(file: IO[str] | None, text: str) -> None:
    if file is not None:
        try:
            file.write(text)
            file.flush()
        except OSError:
            return


def _close(file: IO[str]) -> None:
    try:
        file.close()
    except OSError:
        return


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
