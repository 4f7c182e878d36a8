"""The tests keep their own house: what they share stands in `tests/support`, once."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from warehouse.settings import ROOT

TESTS = ROOT / "tests"
FILES = sorted(TESTS.rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Yield the modules of `tests` that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tests"):
            yield str(node.module)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.startswith("tests"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(TESTS).as_posix())
def test_what_a_test_imports_is_a_helper_that_is_there(path: Path) -> None:
    for module in imported(path):
        assert module.startswith("tests.support."), (
            f"{module}: move what is shared to tests/support"
        )
        place = ROOT.joinpath(*module.split("."))
        assert place.is_dir() or place.with_suffix(".py").exists(), f"{module}: see tests/README.md"


def test_helpers_hold_no_tests() -> None:
    assert not list((TESTS / "support").rglob("test_*.py"))
