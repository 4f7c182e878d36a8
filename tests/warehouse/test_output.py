"""What is printed can fail no run: Windows code pages, a reader that leaves, no output at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from warehouse.settings import ROOT

pytestmark = pytest.mark.processes

BOOTSTRAP = (sys.executable, "-m", "warehouse.bootstrap")
WEEKLY = ("-m", "weekly")
# What each command ends with when its output is a file of UTF-8: both speak French.
COMMANDS = {WEEKLY: 2, ("-m", "activation", "health", "--help"): 0}


def run(
    command: tuple[str, ...],
    tmp_path: Path,
    encoding: str = "utf-8",
    output: int = subprocess.PIPE,
    redirected: str = "",
) -> subprocess.CompletedProcess[bytes]:
    shell = ("sh", "-c", f'exec "$@" {redirected}', "sh") if redirected else ()
    return subprocess.run(
        [*shell, *BOOTSTRAP, *command],
        cwd=ROOT,
        env={**os.environ, "EXPORTS_DIR": str(tmp_path / "→"), "PYTHONIOENCODING": encoding},
        stdout=output,
        stderr=output,
        check=False,
    )


@pytest.mark.parametrize("encoding", ["cp850", "cp1252", "ascii"])
def test_a_code_page_without_a_sign_changes_no_exit_code(tmp_path: Path, encoding: str) -> None:
    done = run(WEEKLY, tmp_path, encoding)
    assert done.returncode == 2, done.stderr
    assert "\\u2192" in done.stderr.decode(encoding)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
@pytest.mark.parametrize("redirected", [">&-", "2>&-", ">&- 2>&-", ">/dev/full 2>&1"])
def test_a_closed_or_full_output_changes_no_exit_code(tmp_path: Path, redirected: str) -> None:
    assert run(WEEKLY, tmp_path, redirected=redirected).returncode == 2


@pytest.mark.parametrize("command", COMMANDS)
def test_a_reader_that_has_gone_changes_no_exit_code(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        assert run(command, tmp_path, output=writing).returncode == COMMANDS[command]
    finally:
        os.close(writing)
