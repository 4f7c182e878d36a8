"""dbt's own view of the project: its manifest, parsed once, without any database."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from dbt.cli.main import dbtRunner, dbtRunnerResult

ROOT = Path(__file__).resolve().parents[2]
PROFILE = """\
crm_reco:
  target: prod
  outputs:
    prod: {type: postgres, host: nowhere, port: 5432, user: nobody, password: "", dbname: none,
           schema: public, threads: 1}
"""


@contextmanager
def working_in(folder: Path) -> Iterator[None]:
    """Run the block in `folder`: dbt reads its paths from the current one."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@pytest.fixture(scope="session")
def parse(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A function that parses the whole project afresh and returns dbt's result."""
    profiles = tmp_path_factory.mktemp("profile")
    (profiles / "profiles.yml").write_text(PROFILE, encoding="utf-8")

    def run(*flags: str, callbacks: list[Any] | None = None) -> dbtRunnerResult:
        target = tmp_path_factory.mktemp("target")
        with working_in(ROOT):
            return dbtRunner(callbacks=callbacks or []).invoke(
                [
                    "--quiet",
                    "parse",
                    "--no-partial-parse",
                    *flags,
                    "--profiles-dir",
                    str(profiles),
                    "--target-path",
                    str(target),
                ]
            )

    return run


@pytest.fixture(scope="session")
def manifest(parse: Any) -> dict[str, Any]:
    """The parsed project, as `target/manifest.json` tells it."""
    parsed = parse()
    assert parsed.success, parsed.exception
    found: dict[str, Any] = parsed.result.to_dict()
    return found
