"""Rules of the suite that hold themselves: who may start what, and where nobody writes."""

import os
import subprocess
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

UNMARKED = "this test has no marker pytest.mark.{}: see tests/README.md"
KEPT = ("target", "logs", "var", "profiles.yml")


class OnlyMarkedTestsStart:
    """A test without the marker `processes` starts no process, one without `dbt` no dbt.

    So `make test-fast`, which leaves both out, stays what it says.
    """

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Close both doors while an unmarked test and its fixtures run."""
        with pytest.MonkeyPatch.context() as patch:
            has_dbt = item.get_closest_marker("dbt")
            if not (has_dbt or item.get_closest_marker("processes")):  # dbt starts some itself
                patch.setattr(subprocess.Popen, "__init__", _refuse)
            if not has_dbt:
                # dbt looks for its project here first, and says so.
                patch.setenv("DBT_PROJECT_DIR", UNMARKED.format("dbt"))
            return (yield)


@contextmanager
def may_start() -> Iterator[None]:
    """Let the block start processes and dbt: what serves the whole suite is no test's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subprocess.Popen, "__init__", START)
        patch.delenv("DBT_PROJECT_DIR", raising=False)
        yield


START = subprocess.Popen.__init__


def _refuse(self: Any, *_: object, **__: object) -> None:
    self.returncode = None  # what its __del__ asks for
    pytest.fail(UNMARKED.format("processes"))


class TreeIsLeftAlone:
    """The suite writes nothing where a person's own runs write."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.before = self.seen()
        self.changed: list[str] = []

    def seen(self) -> dict[str, int]:
        """Return when each file of the folders was last written."""
        found = [self.root / name for name in KEPT]
        paths = [path for top in found for path in (top, *top.rglob("*")) if path.is_file()]
        return {os.path.relpath(path, self.root): path.stat().st_mtime_ns for path in paths}

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail the run when something was written, changed or deleted there."""
        self.changed = sorted({name for name, _ in self.before.items() ^ self.seen().items()})
        if self.changed:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Name what was written."""
        if self.changed:
            named = ", ".join(self.changed[:10])
            terminalreporter.write_line(
                f"The suite, or somebody beside it, wrote in the checkout: {named}", red=True
            )
