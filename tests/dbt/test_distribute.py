"""Tables are spread on a Citus cluster, once, and nowhere else, and are written as it takes them.

No Citus here: a schema in front of the catalogue's answers as the extension would and notes
what it is asked. What the extension then does is not tried.
"""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support.cluster import refused
from tests.support.dbt import dbt
from tests.support.estate import Estate
from tests.support.exports import LINE, SALES, File, load
from warehouse import database
from warehouse.settings import Settings

pytestmark = pytest.mark.dbt

STAND_IN = """
create schema citus;
create view citus.pg_extension as select name 'citus' as extname;
create table citus.pg_dist_partition (logicalrelid regclass, asked text);
create function citus.create_distributed_table(spread regclass, key text) returns void
language sql as $$ insert into citus.pg_dist_partition values (spread, key) $$;
create function citus.create_reference_table(copied regclass) returns void
language sql as $$ insert into citus.pg_dist_partition values (copied, 'every worker') $$;
create function citus.truncate_local_data_after_distributing_table(emptied regclass) returns void
language sql as $$ select $$;
"""
ONLY = ("--select", "+ventes_lignes", "+stock")
FIRST_IN_PATH = "citus, pg_catalog, public"


def test_a_large_table_is_spread_once_by_its_customer_on_citus_only(dbt_settings: Settings) -> None:
    settings = dbt_settings
    conn = database.connect(settings, autocommit=True)
    day = datetime(2024, 3, 1, tzinfo=UTC)
    load(conn, [File("ventes_lignes", tuple(SALES), day, day, (LINE,))])
    dbt(settings, "seed")
    dbt(settings, "run", *ONLY)
    with conn.cursor() as cursor:
        cursor.execute(STAND_IN)
        cursor.execute("select current_database()")
        (name,) = cursor.fetchone() or ("",)
        cursor.execute(f"alter database {name} set search_path = {FIRST_IN_PATH}")
        for _ in range(2):
            dbt(settings, "run", *ONLY)
            cursor.execute(
                "select logicalrelid::text, asked from citus.pg_dist_partition "
                "where logicalrelid::text not similar to '[0-9]+' order by 1"
            )
            assert cursor.fetchall() == [
                ("etl.stock", "every worker"),
                ("etl.ventes_lignes", "client_code"),
            ]
    conn.close()


def spread_by(node: dict[str, Any]) -> str | None:
    column = node["config"]["meta"].get("distribute_by")
    return None if column == "reference" else column


def test_keys_of_spread_tables_hold_the_column_that_spreads_them(manifest: dict[str, Any]) -> None:
    spread = [node for node in manifest["nodes"].values() if spread_by(node)]
    assert spread
    for node in spread:
        keys = [key["columns"] for key in node["constraints"] if key["type"] == "primary_key"]
        indexes = node["config"].get("indexes", [])
        keys += [index["columns"] for index in indexes if index.get("unique")]
        assert [key for key in keys if spread_by(node) not in key] == [], node["name"]


def test_nothing_is_merged(manifest: dict[str, Any]) -> None:
    strategies = {
        node["config"]["incremental_strategy"]
        for node in manifest["nodes"].values()
        if node["config"].get("materialized") == "incremental"
    }
    assert strategies == {"delete+insert"}


def test_queries_of_spread_tables_are_such_as_a_cluster_takes(
    estate: Estate, manifest: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBT_WRITE_JSON", "true")
    names = [node["name"] for node in manifest["nodes"].values() if spread_by(node)]
    assert estate.dbt("compile", "--select", *names).error is None
    compiled = json.loads((estate.target / "manifest.json").read_text(encoding="utf-8"))
    queries = {
        node["name"]: node["compiled_code"]
        for node in compiled["nodes"].values()
        if node["name"] in names
    }
    assert "known.client_code is null" in queries["ventes_lignes"]  # compared with what is there
    assert {name: refused(query) for name, query in queries.items() if refused(query)} == {}


@pytest.mark.parametrize(
    ("query", "what"),
    [
        (
            "with wanted as (select a from t)"
            " select a from wanted where not exists (select 1 from s where s.a = wanted.a)",
            "a correlated subquery whose outer side is a CTE",
        ),
        (
            "select first_value((a, b)) over (partition by a order by b) as kept from t",
            "a record returned by a window",
        ),
        (
            "with recursive w as (select 1 as a union all select a + 1 from w) select a from w",
            "a recursive CTE",
        ),
    ],
)
def test_what_a_cluster_refuses_is_found(query: str, what: str) -> None:
    assert refused(query) == [what]
    assert refused("select (a, b) = first_value((a, b)) over (order by a) as same from t") == []
