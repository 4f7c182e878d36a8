"""What a contract says stands in the database, not only in the yml files."""

from typing import Any

import pytest

from tests.support.estate import Estate

pytestmark = pytest.mark.dbt


def test_every_table_of_etl_crm_and_sync_has_its_primary_key(
    estate: Estate, manifest: dict[str, Any]
) -> None:
    # A seed's key is held by its tests.
    seeds = {n["name"] for n in manifest["nodes"].values() if n["resource_type"] == "seed"}
    keyless = estate.rows(
        "select relname from pg_class "
        "where relkind = 'r' and relnamespace in "
        "('etl'::regnamespace, 'crm'::regnamespace, 'sync'::regnamespace) "
        "and not exists (select from pg_constraint "
        "where conrelid = pg_class.oid and contype = 'p')"
    )
    assert {name for (name,) in keyless} - seeds == set()


def test_every_column_that_stands_is_described_and_the_reverse(
    estate: Estate, manifest: dict[str, Any]
) -> None:
    described = {
        (node["schema"], node["alias"], column)
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("model", "seed", "snapshot")
        for column in node["columns"]
    }
    schemas = {schema for schema, _, _ in described}
    standing = estate.rows(
        "select table_schema, table_name, column_name from information_schema.columns"
    )
    assert {found for found in standing if found[0] in schemas} == described
