"""Tables are spread on a Citus cluster, once, and nowhere else, and are written as it takes them.

No Citus here: a schema in front of the catalogue's answers as the extension would and notes
what it is asked. What the extension then does is not tried.
"""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from activation.privacy import erase
from tests.support.cluster import BESIDE_WORKERS, WITHOUT_KEY, refused
from tests.support.dbt import dbt
from tests.support.estate import Estate
from tests.support.exports import LINE, SALES, File, load
from warehouse import database
from warehouse.settings import ROOT, Settings

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
ROOMS = ("activation", "dashboard", "loader", "warehouse", "weekly")
FIRST_IN_PATH = "citus, pg_catalog, public"
READING = "stg_isavigne__ventes_lignes"  # of raw lines, which are spread by line
# What compares persons with one another is worked out on the coordinator, of sums small enough.
ACROSS = ("letter_allocations", "letter_reasons", "letter_scenarios", "rfm_scores")


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
        keys += [
            [name]
            for name, column in node["columns"].items()
            if any(c["type"] == "primary_key" for c in column["constraints"])
        ]
        assert keys, f"{node['name']}: nothing says that its column is never null"
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
    spread = {n["name"]: spread_by(n) or "" for n in manifest["nodes"].values() if spread_by(n)}
    assert estate.dbt("compile", "--select", READING, *spread).error is None
    compiled = json.loads((estate.target / "manifest.json").read_text(encoding="utf-8"))
    queries = {
        node["name"]: node["compiled_code"]
        for node in compiled["nodes"].values()
        if node["name"] in (READING, *spread)
    }
    assert refused(queries.pop(READING), {"ventes_lignes": "_line_number"}) == []
    assert "known.client_code is null" in queries["ventes_lignes"]  # compared with what is there
    found = {name: refused(query, spread) for name, query in queries.items()}
    assert {name: what for name, what in found.items() if what} == {
        name: [WITHOUT_KEY] for name in ACROSS
    }


def test_what_programs_ask_of_spread_tables_is_such_as_a_cluster_takes(
    manifest: dict[str, Any],
) -> None:
    spread = {f"{n['schema']}.{n['name']}" for n in manifest["nodes"].values() if spread_by(n)}
    programs = [p for room in ROOMS for p in (ROOT / room).rglob("*.py")]
    asked = {t for p in programs for t in re.findall(r"select from ([\w.]+)", p.read_text("utf-8"))}
    assert "ops.runs" in asked
    assert asked & spread == set()
    cells = erase.CELLS.format(
        column="note", export="raw.ventes_lignes", quoted=erase.QUOTED.format("cell")
    )
    cells = cells.replace("%(quotable)s", "'[]'")
    assert refused(cells, {"ventes_lignes": "_line_number"}) == []


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
        ("merge into t using s on t.a = s.a when matched then delete", "merge"),
        ("select case a when 1 then b end from t", "a case of values instead of conditions"),
        (
            "select x.b from t cross join lateral (with w as materialized"
            " (select t.b from s where s.a = t.a) select b from w) as x",
            "a materialised CTE inside a lateral",
        ),
        (
            "select x.b from t cross join lateral (with w as"
            " (select t.b from s where s.a = t.a) select w.b from w cross join w as v) as x",
            "a CTE inside a lateral that is read twice",
        ),
        (
            "select exists (select from unnest(array['a']) as u (v) where t.b ~ u.v) from t",
            "a correlated subquery that reads a function",
        ),
        ("select exists (select from t)", "a select of nothing"),
        (
            "select x.b from t left join lateral"
            " (select (select c from (select t.b as c limit 1) as u) as b) as x on true",
            BESIDE_WORKERS,
        ),
        (
            "with w as (select a, b from t) select row_number() over (order by a) from w",
            WITHOUT_KEY,
        ),
        ("select sum(b) over w from t window w as (partition by b order by a)", WITHOUT_KEY),
        (
            "select t.a from t inner join s on t.b = s.b",
            "a join of spread tables on another column",
        ),
        (
            "select x.a from t as x left join t as y on x.b = y.b",
            "a join of spread tables on another column",
        ),
    ],
)
def test_what_a_cluster_refuses_is_found(query: str, what: str) -> None:
    assert refused(query, {"t": "a", "s": "a"}) == [what]


@pytest.mark.parametrize(
    "query",
    [
        "select (a, b) = first_value((a, b)) over (partition by a order by b) as same from t",
        "select sum(b) over w from t window w as (partition by a, b)",
        "select row_number() over (order by b) from local",
        "select t.a from t inner join s on t.a = s.a and t.b = s.b",
        "select t.a from t inner join local on t.b = local.b",
        "select x.b from t left join lateral"
        " (select max(u.c) as b from (select t.b as c limit 1) as u having true) as x on true",
    ],
)
def test_what_a_cluster_takes_is_left_alone(query: str) -> None:
    assert refused(query, {"t": "a", "s": "a"}) == []
