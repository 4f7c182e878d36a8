"""The dbt project as dbt reads it, once for the suite; and empty tables as it promises them."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import fasteners
from dbt.jsonschemas import jsonschemas
from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse.dbt import run_dbt
from warehouse.settings import Settings


class Parsed(NamedTuple):
    """What a strict parse of the whole project gave."""

    manifest: dict[str, Any]
    deprecations: list[str]


def parsed(settings: Settings, folder: Path) -> Parsed:
    """Return the project as it was parsed in `folder`; the first to ask for it parses.

    What dbt builds later in the database of `settings` need not read the project again: it
    finds there what dbt remembers of this parse.
    """
    folder.mkdir(exist_ok=True)
    kept = folder / "deprecations.json"
    with fasteners.InterProcessLock(folder / "lock"):
        if not kept.exists():
            kept.write_text(json.dumps(_parse(settings, folder)), encoding="utf-8")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return Parsed(manifest, json.loads(kept.read_text(encoding="utf-8")))


def _parse(settings: Settings, folder: Path) -> list[str]:
    """Parse afresh, looking for deprecated words too, which dbt skips on PostgreSQL."""
    found: list[str] = []

    def note(event: dict[str, Any]) -> None:
        info = event.get("info", {})
        if "Deprecat" in info.get("name", ""):
            found.append(info["msg"])

    # A word dbt will drop is noted, not an error: every other test needs the manifest.
    strictly = ["--no-partial-parse", "--show-all-deprecations", "--warn-error-options", "{}"]
    known = jsonschemas._JSONSCHEMA_SUPPORTED_ADAPTERS
    jsonschemas._JSONSCHEMA_SUPPORTED_ADAPTERS = known | {"postgres"}
    try:
        where = ["--target-path", str(folder)]
        report = run_dbt(settings, ["parse", *strictly, *where], on_event=note)
    finally:
        jsonschemas._JSONSCHEMA_SUPPORTED_ADAPTERS = known
    assert report.error is None, report.error
    return found


def draw(conn: Connection, manifest: dict[str, Any]) -> None:
    """Create every table of a model under contract: its columns, types and primary key.

    What a column may not be is left out: a test writes of a row what it is about.
    """
    models = [n for n in manifest["nodes"].values() if n["resource_type"] == "model"]
    with conn, conn.cursor() as cursor:
        for model in models:
            if model["config"]["contract"]["enforced"]:
                cursor.execute(f"create schema if not exists {model['schema']}")
                cursor.execute(_table(model))


def _table(model: dict[str, Any]) -> str:
    columns = model["columns"].values()
    parts = [f"{column['name']} {column['data_type']}" for column in columns]
    keys = [
        constraint.get("columns") or [column["name"]]
        for column in ({"name": "", "constraints": model["constraints"]}, *columns)
        for constraint in column["constraints"]
        if constraint["type"] == "primary_key"
    ]
    parts += [f"primary key ({', '.join(key)})" for key in keys]
    return f"create table {model['schema']}.{model['alias']} ({', '.join(parts)})"
