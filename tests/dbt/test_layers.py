"""A layer reads the one before it; whoever skips one, or reads back, is named here."""

from typing import Any

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


def test_each_folder_is_a_schema_of_its_name(manifest: dict[str, Any]) -> None:
    models = [n for n in manifest["nodes"].values() if n["resource_type"] == "model"]
    assert {m["fqn"][1]: m["schema"] for m in models} == {m["fqn"][1]: m["fqn"][1] for m in models}


def test_entities_and_what_is_read_of_them_keep_a_contract(manifest: dict[str, Any]) -> None:
    models = [n for n in manifest["nodes"].values() if n["resource_type"] == "model"]
    loose = [
        m["name"]
        for m in models
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
