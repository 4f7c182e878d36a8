"""The set-up before anything is installed: what it says, and in which language."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.language import english_in, french_in
from warehouse.settings import ROOT


@pytest.mark.processes
@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for Python is a shell script")
@pytest.mark.parametrize(
    ("module", "foreign"),
    [("weekly", english_in), ("deploy.windows", english_in), ("weekly.verify", french_in)],
)
def test_a_set_up_that_fails_is_told_in_the_language_of_what_was_to_run(
    tmp_path: Path, module: str, foreign: Callable[[str], set[str]]
) -> None:
    """In a folder of its own, whose Python can install nothing."""
    (tmp_path / "warehouse").mkdir()
    for name in ("__init__.py", "bootstrap.py"):
        shutil.copy(ROOT / "warehouse" / name, tmp_path / "warehouse")
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
    python.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-m", "warehouse.bootstrap", "-m", module],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, "requirements.lock" in done.stdout) == (2, True)
    assert foreign(done.stdout + done.stderr) == set()
