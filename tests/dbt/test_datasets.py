"""Datasets and their columns are declared in `headers.toml`; whoever forgets one is named here."""

import re
from copy import deepcopy
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from loader.files.headers import datasets
from loader.store import LINEAGE
from warehouse import database, trace
from warehouse.rows import rows
from warehouse.settings import Settings

Columns = dict[str, set[str]]
DECLARED: Columns = {name: set(found.columns) for name, found in datasets().items()}
OUTSIDE = {*LINEAGE, "_loaded_at"}
# What `etl` calls a wine is not what the export does. Formats have a table of their own, and
# none in the histories, which are of wines.
RENAMED = {"produit": "produit_key"}
BESIDE = {"stock": "produits_formats"}
CLEANED = re.compile(r"clean_columns\(\s*source\('raw', '(\w+)'\), \[(.*?)\]", re.DOTALL)


def grouped(found: list[tuple[str, str]]) -> Columns:
    """Return the columns of each dataset, lineage apart."""
    columns: Columns = {}
    for dataset, column in found:
        columns.setdefault(dataset, set())
        if column not in OUTSIDE:
            columns[dataset].add(column)
    return columns


def asked(conn: Connection, query: str) -> list[tuple[str, str]]:
    return [(line["dataset"], line["column"]) for line in rows(conn, query)]


def steps(conn: Connection, manifest: dict[str, Any]) -> dict[str, Columns]:
    """Return the columns of each dataset as each place that must know them has them."""
    sources = [s for s in manifest["sources"].values() if s["source_name"] == "raw"]
    models = {n["name"]: n for n in manifest["nodes"].values() if n["resource_type"] == "model"}
    versioned = {
        node["name"].removesuffix("_history"): {
            node["config"]["unique_key"],
            *node["config"]["check_cols"],
        }
        for node in manifest["nodes"].values()
        if node["resource_type"] == "snapshot"
    }
    staged = "".join(m["raw_code"] for m in models.values() if m["fqn"][1] == "staging")
    return {
        "a migration of raw": grouped(
            asked(
                conn,
                "select table_name as dataset, column_name as column"
                " from information_schema.columns where table_schema = 'raw'"
                " and table_name not in ('files', 'rejected_lines', 'announced_columns')",
            )
        ),
        "raw.announced_columns": grouped(
            asked(
                conn,
                "select table_name as dataset, column_name as column from raw.announced_columns",
            )
        ),
        "_raw.yml": grouped(
            [
                (source["name"], column)
                for source in sources
                if source["name"] not in ("files", "rejected_lines")
                for column in source["columns"]
            ]
        ),
        "staging": {
            dataset: set(re.findall(r"'(\w+)'", columns))
            for dataset, columns in CLEANED.findall(staged)
        },
        "etl": {
            name: {
                column
                for column in columns
                for model in (name, BESIDE.get(name, name))
                if RENAMED.get(column, column) in models[model]["columns"]
            }
            for name, columns in DECLARED.items()
            if name in models
        },
        # Of entities with a history: each column makes a version of its own.
        "check_cols of the snapshot": {
            name: {
                c
                for c in columns
                if RENAMED.get(c, c) in {*versioned.get(name, columns)}
                or (name in BESIDE and c == "article")
            }
            for name, columns in DECLARED.items()
        },
        # A dataset whole, whatever its columns.
        "macro datasets": whole(
            re.findall(r"'(\w+)'", manifest["macros"]["macro.crm_reco.datasets"]["macro_sql"])
        ),
        "warehouse.trace": whole(n for n in DECLARED if is_traced(n, models)),
        "int_<dataset>__decided": whole(n for n in DECLARED if f"int_{n}__decided" in models),
    }


def is_traced(dataset: str, models: dict[str, Any]) -> bool:
    """Tell whether the lines of a dataset that speak of the same thing can be told."""
    decided, entity = models.get(f"int_{dataset}__decided"), models.get(dataset)
    if not decided or not entity:
        return False
    primary = [c["columns"] for c in entity["constraints"] if c["type"] == "primary_key"] or [
        [name for name, c in entity["columns"].items() if has_primary_key(c)]
    ]
    keys = trace.KEYS.get(dataset, primary)
    return all(key and {*key} <= decided["columns"].keys() for key in keys)


def has_primary_key(column: dict[str, Any]) -> bool:
    return any(constraint["type"] == "primary_key" for constraint in column["constraints"])


def whole(names: Any) -> Columns:
    """Return datasets as if each had the columns declared of it."""
    return {name: set(DECLARED.get(name, ())) for name in names}


def forgotten(found: dict[str, Columns]) -> list[str]:
    """Name each column or dataset that one place has and another has not."""
    return [
        f"{dataset}.{column}: {'only in' if column in columns else 'missing in'} {place}"
        for place, known in found.items()
        for dataset in sorted({*DECLARED, *known})
        for columns in [known.get(dataset, set())]
        for column in sorted(columns ^ DECLARED.get(dataset, set()))
    ]


@pytest.fixture
def found(settings: Settings, manifest: dict[str, Any]) -> dict[str, Columns]:
    with database.connect(settings) as conn:
        return steps(conn, manifest)


def test_every_dataset_and_column_is_known_from_the_headers_to_etl_and_to_erasure(
    found: dict[str, Columns],
) -> None:
    assert forgotten(found) == []
    for place in found:
        left_out = deepcopy(found)
        left_out[place]["clients"].discard("pays")
        assert forgotten(left_out) == [f"clients.pays: missing in {place}"]
        del left_out[place]["stock"]
        assert f"stock.stock_total: missing in {place}" in forgotten(left_out)


def test_what_analysts_may_not_read_is_personal_in_every_model(
    settings: Settings, manifest: dict[str, Any]
) -> None:
    with database.connect(settings) as conn:
        announced = rows(conn, "select * from raw.announced_columns")
    hidden = {line["column_name"] for line in announced if not line["analysts_read"]}
    tables = [*manifest["sources"].values(), *manifest["nodes"].values()]
    open_ = [
        f"{table['name']}.{name}"
        for table in tables
        if table["resource_type"] in ("source", "model", "snapshot")
        and table.get("source_name") not in ("activation", "ops")
        for name, column in table.get("columns", {}).items()
        if name in hidden and "pii" not in column["config"]["tags"]
    ]
    assert open_ == []
    raw = {t["name"]: t for t in tables if t.get("source_name") == "raw"}
    tagged = {
        (line["table_name"], line["column_name"])
        for line in announced
        if "pii" in raw[line["table_name"]]["columns"][line["column_name"]]["config"]["tags"]
    }
    closed = {(x["table_name"], x["column_name"]) for x in announced if not x["analysts_read"]}
    assert tagged == closed


def test_every_table_with_a_personal_column_has_one_by_which_persons_are_found(
    manifest: dict[str, Any],
) -> None:
    by = re.compile(r"(?:^|_)(client_code|email|email_norm|email_hash|client_hash)$")
    lost = [
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
        and node["config"]["materialized"] != "view"
        and any("pii" in column["config"]["tags"] for column in node["columns"].values())
        and not any(by.search(name) for name in node["columns"])
    ]
    assert lost == []
