"""The tests keep their own house: what they share stands in `tests/support`, once."""

from tests.support.syntax import imports, module_of, python_files
from warehouse.settings import ROOT


def test_what_a_test_imports_of_the_tests_is_a_helper_that_is_there() -> None:
    helpers = {module_of(ROOT, path) for path in python_files(ROOT, "tests/support")}
    lost = [
        f"{one.importer} imports {one.imported}: see tests/README.md"
        for one in imports(ROOT, "tests")
        if one.imported.startswith("tests.") and one.imported not in helpers
    ]
    assert lost == []


def test_helpers_hold_no_tests() -> None:
    assert not list((ROOT / "tests" / "support").rglob("test_*.py"))
