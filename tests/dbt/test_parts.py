"""A run of a part leaves the rest standing, and a full refresh what only history knows."""

from typing import Any

import pytest

from tests.support.estate import Estate

VIEWS = "select relnamespace::regnamespace || '.' || relname from pg_class where relkind = 'v'"

OF_THE_VERSION_BEFORE = """
drop table intermediate.int_produits__kinds;
create view intermediate.int_produits__kinds as
select distinct produit_key from intermediate.int_ventes_lignes__decided
"""


@pytest.mark.dbt
def test_replacing_a_part_keeps_the_views_built_on_it(estate: Estate) -> None:
    before = set(estate.rows(VIEWS))
    for arguments in (
        ["run", "--select", "+produits"],
        ["run", "--select", "int_clients__codes", "recommendation_items"],
        ["build", "--full-refresh", "--select", "+int_ventes_lignes__decided", "health_facts"],
    ):
        report = estate.dbt(*arguments)
        assert (report.error, report.failed) == (None, [])
        assert set(estate.rows(VIEWS)) == before, arguments
    assert estate.dbt("run", "--select", "int_clients__persons", "data_health").failed == []


@pytest.mark.dbt
def test_what_was_a_view_in_the_version_before_becomes_a_table(estate: Estate) -> None:
    with estate.conn.cursor() as cursor:
        cursor.execute(OF_THE_VERSION_BEFORE)
    names = ["int_ventes_lignes__decided", "int_produits__kinds"]
    report = estate.dbt("run", "--full-refresh", "--select", *names)
    assert (report.error, report.failed) == (None, [])
    kind = "select relkind from pg_class where oid = 'intermediate.int_produits__kinds'::regclass"
    assert estate.rows(kind) == [("r",)]


def test_each_view_reads_tables_that_keep_their_views(manifest: dict[str, Any]) -> None:
    nodes = manifest["nodes"]
    lost = [
        (view["name"], nodes[parent]["name"])
        for view in nodes.values()
        if view["config"].get("materialized") == "view"
        for parent in view["depends_on"]["nodes"]
        if nodes.get(parent, view)["config"]["materialized"] in ("table", "incremental")
        and "keep_views" not in str(nodes[parent]["config"]["post-hook"])
    ]
    assert not lost


@pytest.mark.dbt
def test_a_full_refresh_keeps_the_history_of_the_scores(estate: Estate) -> None:
    past = "insert into crm_work.advice_score_history values ('2024-01-01', 1, 50)"
    with estate.conn.cursor() as cursor:
        cursor.execute(past)
    assert estate.dbt("run", "--full-refresh", "--select", "advice_score_history").failed == []
    kept = "select mean_score from crm_work.advice_score_history where as_of_date = '2024-01-01'"
    assert estate.rows(kept) == [(50,)]
