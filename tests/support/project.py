"""The dbt project as dbt reads it, once for the suite; and empty tables as it promises them."""

import hashlib
import json
from importlib.metadata import version
from pathlib import Path
from pprint import pformat
from typing import Any, NamedTuple

import fasteners
import msgpack
from dbt.adapters.postgres.connections import PostgresCredentials
from dbt.jsonschemas import jsonschemas
from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse import database
from warehouse.dbt import run_dbt
from warehouse.settings import Settings

REMEMBERED = "partial_parse.msgpack"


class Parsed(NamedTuple):
    """What a strict parse of the whole project gave."""

    manifest: dict[str, Any]
    deprecations: list[str]
    folder: Path

    def remember(self, settings: Settings, target: Path) -> None:
        """Spare dbt the reading of the project: leave it this parse in `target`.

        It is a parse for one database, whose name stands in every node, and is made over into
        one for the database of `settings`.
        """
        kept = msgpack.unpackb((self.folder / REMEMBERED).read_bytes(), strict_map_key=False)
        place = database.environment(settings)
        for node in (*kept["nodes"].values(), *kept["sources"].values()):
            named = f'"{node["database"]}".'
            node["database"] = place["PGDATABASE"]
            if (node.get("relation_name") or "").startswith(named):
                relation = node["relation_name"].removeprefix(named)
                node["relation_name"] = f'"{place["PGDATABASE"]}".{relation}'
        kept["state_check"]["profile_hash"]["checksum"] = _hash_of(place)
        target.mkdir(parents=True, exist_ok=True)
        (target / REMEMBERED).write_bytes(msgpack.packb(kept))


def _hash_of(place: dict[str, str]) -> str:
    """Return what dbt compares to know whether a parse was for this connection."""
    connection = PostgresCredentials(
        host=place["PGHOST"],
        port=int(place["PGPORT"]),
        user=place["PGUSER"],
        password="",
        database=place["PGDATABASE"],
        schema="public",
    )
    return hashlib.sha256(pformat(sorted(connection.connection_info())).encode()).hexdigest()


def parsed(settings: Settings, folder: Path) -> Parsed:
    """Return the project as it was parsed in `folder`; whoever finds it changed since parses."""
    folder.mkdir(parents=True, exist_ok=True)
    kept, of, now = folder / "deprecations.json", folder / "of", _state_of(settings.root)
    with fasteners.InterProcessLock(folder / "lock"):
        if not of.exists() or of.read_text(encoding="ascii") != now:
            of.unlink(missing_ok=True)
            kept.write_text(json.dumps(_parse(settings, folder)), encoding="utf-8")
            of.write_text(now, encoding="ascii")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return Parsed(manifest, json.loads(kept.read_text(encoding="utf-8")), folder)


def _state_of(root: Path) -> str:
    """Return a hash of all a parse depends on: the project's files, the versions, this module."""
    files = [path for path in (root / "dbt_project").rglob("*") if path.is_file()]
    files += [root / "dbt_project.yml", root / "profiles.yml.example", Path(__file__)]
    found = hashlib.sha256(f"{root} {version('dbt-core')} {version('dbt-postgres')}".encode())
    for path in sorted(files):
        found.update(f"{path} {path.stat().st_size}\n".encode() + path.read_bytes())
    return found.hexdigest()


def _parse(settings: Settings, folder: Path) -> list[str]:
    """Parse afresh, looking for deprecated words too, which dbt skips on PostgreSQL."""
    found: list[str] = []

    def note(event: dict[str, Any]) -> None:
        info = event.get("info", {})
        if "Deprecat" in info.get("name", ""):
            found.append(info["msg"])

    # A word dbt will drop is noted, not an error: every other test needs the manifest.
    strictly = [
        "--no-partial-parse",
        "--write-json",
        "--show-all-deprecations",
        "--warn-error-options",
        "{}",
    ]
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
