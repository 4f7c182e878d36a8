"""Every table the program reads stands in an exposure, and every exposure is read."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from loader.files.headers import datasets
from tests.support.syntax import python_files, strings
from warehouse.settings import ROOT

PROGRAM = ("loader", "activation", "weekly", "dashboard", "warehouse")


def tables_read(path: Path, schemas: set[str]) -> set[str]:
    """Return the tables of `schemas` a file's text names; `{dataset}` stands for each dataset."""
    pattern = re.compile(rf"\b(?:{'|'.join(schemas)})\.[a-z]\w*")
    spelled = (
        text.replace("{dataset}", name)
        for text in strings(path)
        for name in (datasets() if "{dataset}" in text else [""])
    )
    return {found for text in spelled for found in pattern.findall(text)}


def faults(root: Path, manifest: dict[str, Any]) -> Iterator[str]:
    """Name each table read outside of an exposure of its file, and each one exposed but unread."""
    relations = {
        key: f"{node['schema']}.{node['alias']}"
        for key, node in manifest["nodes"].items()
        if node["resource_type"] in ("model", "seed", "snapshot")
    }
    schemas = {name.partition(".")[0] for name in relations.values()}
    # Migrations speak of the tables of their day.
    files = [path for path in python_files(root, *PROGRAM) if "migrations" not in path.parts]
    unexposed = {path: tables_read(path, schemas) for path in files}
    for exposure in manifest["exposures"].values():
        places = exposure["config"]["meta"]["read_by"]
        files = [path for path in python_files(root, *places) if path.exists()]
        exposed = {relations.get(key, key) for key in exposure["depends_on"]["nodes"]}
        read: set[str] = set().union(*(tables_read(path, schemas) for path in files))
        # What nobody has written yet reads nothing.
        yield from (f"{exposure['name']}: {t} is not read" for t in exposed - read if files)
        for path in files:
            unexposed[path] -= exposed
    for path, tables in unexposed.items():
        yield from (f"{path.relative_to(root)}: {table} is in no exposure" for table in tables)


def test_exposures_are_the_tables_the_program_reads(manifest: dict[str, Any]) -> None:
    assert list(faults(ROOT, manifest)) == []


def test_a_table_left_out_on_either_side_is_named(tmp_path: Path) -> None:
    def node(name: str) -> dict[str, Any]:
        return {"resource_type": "model", "schema": "etl", "alias": name}

    manifest = {
        "nodes": {"a": node("clients"), "b": node("stock")},
        "exposures": {
            "one": {
                "name": "one",
                "config": {"meta": {"read_by": ["activation/sending"]}},
                "depends_on": {"nodes": ["b"]},
            }
        },
    }
    (tmp_path / "activation" / "sending").mkdir(parents=True)
    for name in ("sending/gates.py", "status.py"):
        (tmp_path / "activation" / name).write_text('"""etl.a"""\nQ = "select {} from etl.clients"')
    assert sorted(faults(tmp_path, manifest)) == [
        "activation/sending/gates.py: etl.clients is in no exposure",
        "activation/status.py: etl.clients is in no exposure",
        "one: etl.stock is not read",
    ]
    (tmp_path / "activation" / "status.py").write_text('f"select from etl.{dataset}"')
    named = {fault.partition(": ")[2] for fault in faults(tmp_path, manifest)}
    assert "etl.produits is in no exposure" in named
