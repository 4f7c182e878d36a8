"""A layer reads the one before it; whoever skips one, or reads back, is named here."""

import re
from typing import Any

ROOMS = ("customers", "advice", "letters", "health")
READS = {
    "staging": {"source raw"},
    "intermediate": {"staging", "intermediate", "seed"},
    "etl": {"intermediate"},
    "snapshot": {"etl"},
    "crm": {"etl", "crm", "seed", "source activation", "source ops"},
    "sync": {"crm", "sync"},
}


def layer(node: dict[str, Any]) -> str:
    """Name the layer of a node: its source, its kind, else the folder it stands in."""
    if node["resource_type"] == "source":
        return f"source {node['source_name']}"
    if node["resource_type"] in ("seed", "snapshot"):
        return str(node["resource_type"])
    return str(node["fqn"][1])


def readings(manifest: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return every (reader, what it reads) among models, snapshots, seeds and sources."""
    known = {**manifest["nodes"], **manifest["sources"]}
    readers = [n for n in known.values() if n["resource_type"] in ("model", "snapshot")]
    return [(n, known[parent]) for n in readers for parent in n["depends_on"]["nodes"]]


def test_each_layer_reads_only_what_it_may(manifest: dict[str, Any]) -> None:
    trespasses = [
        f"{reader['name']} ({layer(reader)}) reads {read['name']} ({layer(read)})"
        for reader, read in readings(manifest)
        if layer(read) not in READS[layer(reader)]
    ]
    assert not trespasses


def test_the_rooms_of_crm_read_forward_only(manifest: dict[str, Any]) -> None:
    back = [
        f"{reader['name']} ({room(reader)}) reads {read['name']} ({room(read)})"
        for reader, read in readings(manifest)
        if layer(reader) == layer(read) == "crm"
        and ROOMS.index(room(read)) > ROOMS.index(room(reader))
    ]
    assert not back


def room(model: dict[str, Any]) -> str:
    """Name the folder of `crm` a model stands in."""
    return str(model["fqn"][2])


def test_each_edge_of_the_graph_is_a_reading(manifest: dict[str, Any]) -> None:
    hints = [
        n["name"] for n in manifest["nodes"].values() if "depends_on:" in n.get("raw_code", "")
    ]
    assert not hints


def test_each_folder_is_a_schema_of_its_name_and_workings_of_crm_stand_apart(
    manifest: dict[str, Any],
) -> None:
    astray = [
        m["name"]
        for m in models(manifest)
        if m["schema"] != ("crm_work" if is_working(m) else m["fqn"][1])
    ]
    assert not astray


def models(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the models of the project."""
    return [n for n in manifest["nodes"].values() if n["resource_type"] == "model"]


def is_working(model: dict[str, Any]) -> bool:
    """Tell whether a model of `crm` is made for other models only."""
    return layer(model) == "crm" and model["access"] == "protected"


def test_each_model_has_a_properties_file_beside_it(manifest: dict[str, Any]) -> None:
    apart = [
        m["name"]
        for m in models(manifest)
        if m["patch_path"].split("://")[1] != m["original_file_path"].removesuffix(".sql") + ".yml"
    ]
    assert not apart


def test_the_names_of_tests_can_be_read(manifest: dict[str, Any]) -> None:
    """A name dbt had to cut ends in a hash."""
    tests = [n for n in manifest["nodes"].values() if n["resource_type"] == "test"]
    assert [t["name"] for t in tests if re.search("[0-9a-f]{32}$", t["alias"])] == []


def test_no_test_repeats_a_key_the_contract_has_just_enforced(manifest: dict[str, Any]) -> None:
    tests = [n for n in manifest["nodes"].values() if n["resource_type"] == "test"]
    contracts = {m["unique_id"]: promised(m) for m in models(manifest) if is_contracted(m)}
    repeated = [t["name"] for t in tests if claim(t) in contracts.get(t.get("attached_node"), [])]
    assert not repeated


def claim(test: dict[str, Any]) -> tuple[str, frozenset[str]] | None:
    """Return what a generic test holds of which columns, where a contract can hold it too."""
    kind = (test.get("test_metadata") or {}).get("name")
    if kind in ("unique", "not_null"):
        return kind, frozenset({test["column_name"]})
    if kind == "unique_combination_of_columns":
        return "unique", frozenset(test["test_metadata"]["kwargs"]["combination_of_columns"])
    return None


def promised(model: dict[str, Any]) -> list[tuple[str, frozenset[str]]]:
    """Return what the database itself holds of a table's columns; nothing of a view's."""
    if model["config"]["materialized"] == "view":
        return []
    found: list[tuple[str, frozenset[str]]] = []
    for column in columns(model):
        kinds = {constraint["type"] for constraint in column["constraints"]}
        if kinds & {"primary_key", "unique"}:
            found.append(("unique", frozenset({column["name"]})))
        if kinds & {"primary_key", "not_null"}:
            found.append(("not_null", frozenset({column["name"]})))
    for constraint in model["constraints"]:
        if constraint["type"] in ("primary_key", "unique"):
            found.append(("unique", frozenset(constraint["columns"])))
        if constraint["type"] == "primary_key":
            found += [("not_null", frozenset({name})) for name in constraint["columns"]]
    return found


def test_entities_and_what_is_read_of_them_keep_a_contract(manifest: dict[str, Any]) -> None:
    loose = [
        m["name"]
        for m in models(manifest)
        if layer(m) in ("etl", "crm", "sync") and not (is_contracted(m) and has_key(m))
    ]
    assert not loose


def is_contracted(model: dict[str, Any]) -> bool:
    """Tell whether dbt checks the model's columns before it replaces the table."""
    return bool(model["config"]["contract"]["enforced"])


def has_key(model: dict[str, Any]) -> bool:
    """Tell whether the model has a primary key; a view cannot have one."""
    constraints = [*model["constraints"], *(c for c in columns(model) for c in c["constraints"])]
    is_view = model["config"]["materialized"] == "view"
    return is_view or any(c["type"] == "primary_key" for c in constraints)


def columns(model: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the documented columns of a model."""
    return list(model["columns"].values())


def test_each_check_names_who_mends_what_it_finds(manifest: dict[str, Any]) -> None:
    tests = [n for n in manifest["nodes"].values() if n["resource_type"] == "test"]
    owners = {t["name"]: t["config"]["meta"].get("owner") for t in tests}
    assert set(owners.values()) <= {"vigneron", "analyste"}, owners


def test_each_failing_row_is_stored(manifest: dict[str, Any]) -> None:
    tests = [n for n in manifest["nodes"].values() if n["resource_type"] == "test"]
    assert [t["name"] for t in tests if not t["config"]["store_failures"]] == []


def test_a_view_stands_on_one_replaced_table_at_most(manifest: dict[str, Any]) -> None:
    """Each of two, replaced side by side, would hold itself and wait for the other."""
    models = {k: n for k, n in manifest["nodes"].items() if n["resource_type"] == "model"}
    replaced = {k for k, n in models.items() if "keep_views" in str(n["config"]["post-hook"])}
    assert replaced
    deadlocks = {
        node["name"]: sorted(replaced.intersection(node["depends_on"]["nodes"]))
        for node in models.values()
        if node["config"]["materialized"] == "view"
    }
    assert {view: tables for view, tables in deadlocks.items() if len(tables) > 1} == {}
