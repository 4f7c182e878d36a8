"""`docs/contract.md` promises tables and columns that are there."""

from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from tests.support.contract import cells, section
from warehouse import database
from warehouse.settings import Settings

PROMISED = {table: set(columns) for (table,), columns in map(cells, section("Tables"))}


def of(*schemas: str) -> dict[str, set[str]]:
    return {table: columns for table, columns in PROMISED.items() if table.startswith(schemas)}


def test_what_dbt_builds_has_the_promised_columns(manifest: dict[str, Any]) -> None:
    models = {
        f"{node['schema']}.{node['alias']}": node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
    }
    built = of("etl.", "crm.", "sync.")
    assert built.keys() - models.keys() == set()
    lacking = {table: columns - models[table]["columns"].keys() for table, columns in built.items()}
    assert {table: columns for table, columns in lacking.items() if columns} == {}
    assert [table for table in built if models[table]["config"]["access"] == "protected"] == []


def test_what_is_loaded_has_the_promised_columns(settings: Settings) -> None:
    conn: Connection = database.connect(settings)
    with conn.cursor() as cursor:
        cursor.execute(
            "select table_schema || '.' || table_name, column_name from information_schema.columns"
            " where table_schema = 'raw'"
        )
        found = cursor.fetchall()
    conn.close()
    there: dict[str, set[str]] = {}
    for table, column in found:
        there.setdefault(table, set()).add(column)
    assert of("raw.").keys() <= there.keys()
    assert [table for table, columns in of("raw.").items() if not columns <= there[table]] == []
