"""What a run leaves out, since the run before it proves it: only what has stayed the same."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.plan import build_plan
from tests.support.proposals import fill
from warehouse import database
from warehouse.dbt import DbtReport, NodeResult
from warehouse.rows import execute, rows, transaction
from warehouse.settings import Settings
from weekly import proof
from weekly.proof import Scope
from weekly.run_log import RunLog

REPORT = DbtReport(
    [
        NodeResult(name, "model", "success", "", 0, 1.0, node_id=f"model.{name}")
        for name in ("int_ventes_lignes__decided", "customer_360")
    ]
)
# What happens after a proved run, and how much the next one builds.
INCIDENTS = {
    "nothing": ("select 1", Scope.NOTHING),
    "a file": (
        "insert into raw.files (dataset, path, status) values ('stock', 'x', 'loaded')",
        Scope.FILES,
    ),
    "a run of dbt, an erasure": ("select nextval('ops.change_no')", Scope.EVERYTHING),
    "a table emptied": ("truncate crm.customer_360", Scope.EVERYTHING),
    "a table dropped": ("drop table crm.customer_360", Scope.EVERYTHING),
    "a seed changed by hand": (
        "insert into intermediate.articles values ('x')",
        Scope.EVERYTHING,
    ),
    "a role": ("create role crm_proof", Scope.EVERYTHING),
    "a decision": (
        "insert into activation.approvals (reco_id, content_hash, decision, decided_by) "
        "select reco_id, content_hash, 'approved', 'x' from activation.recommendations limit 1",
        Scope.TODAYS,
    ),
    "an opt-out": (
        "insert into activation.suppressions (email_hash, scope, reason, source) "
        "values ('x', 'all', 'desinscrit', 'forget')",
        Scope.TODAYS,
    ),
    "an event": (
        "insert into activation.events (event_key, email_hash, type, raw_type, occurred_at, "
        "source) values ('x', 'x', 'click', 'click', now(), 'poll')",
        Scope.TODAYS,
    ),
    "a run that was killed": (
        "insert into ops.runs (run_id, command, status) "
        "values (gen_random_uuid(), 'weekly', 'killed')",
        Scope.EVERYTHING,
    ),
    "a month": (
        "update ops.run_steps set detail = "
        "jsonb_set(detail, '{proof,compared_on}', to_jsonb(current_date - 31))",
        Scope.EVERYTHING,
    ),
    "a clock set back": (
        "update ops.run_steps set detail = "
        "jsonb_set(detail, '{proof,compared_on}', to_jsonb(current_date + 2))",
        Scope.EVERYTHING,
    ),
}


@pytest.fixture
def conn(settings: Settings) -> Any:
    found = database.connect(settings)
    yield found
    found.close()


@pytest.fixture
def _a_role_of_its_own(conn: Connection, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A role is the whole server's: no other test makes this one, drops it or looks at it."""
    monkeypatch.setattr(proof, "READERS", ("crm_proof",))
    yield
    conn.rollback()
    with transaction(conn):
        execute(conn, "drop role if exists crm_proof")


def run(conn: Connection, settings: Settings, report: DbtReport = REPORT) -> proof.Claim:
    """Pass through the build step as the weekly run does, but for dbt itself."""
    log_conn = database.connect(settings, autocommit=True)
    with RunLog(log_conn, settings) as log:
        log.start("build")
        claimed = proof.claim(conn, settings, log.run_id)
        made = DbtReport() if claimed.scope == Scope.NOTHING else report
        with transaction(conn):
            for _ in made.results:
                execute(conn, "select nextval('ops.change_no')")
            for one in made.results:
                execute(
                    conn,
                    "insert into ops.dbt_results (run_id, invocation_id, node_id, resource_type,"
                    " name, status, generated_at)"
                    " values (%s, %s, %s, 'model', %s, 'success', now())",
                    (str(log.run_id), str(log.run_id), one.node_id, one.name),
                )
        proof.renew(conn, log.run_id, claimed, made)
        left = proof.conclude(conn, settings, claimed, made, {})
        log.end("build", "done", rows=None, detail={"proof": left})
        log.finish("done", 0, {})
    log_conn.close()
    return claimed


@pytest.mark.usefixtures("_a_role_of_its_own")
def test_a_run_builds_what_may_have_changed(conn: Connection, settings: Settings) -> None:
    fill(conn, 5)
    build_plan(conn, settings)
    with transaction(conn):
        execute(conn, "create table intermediate.articles (article text)")
    assert run(conn, settings).scope == Scope.EVERYTHING
    for incident, (statement, scope) in INCIDENTS.items():
        with transaction(conn):
            execute(conn, statement)
        assert run(conn, settings).scope == scope, incident


def test_another_day_or_another_project_is_another_matter(
    conn: Connection, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(conn, settings)
    settings = replace(settings, as_of_date=date(2026, 1, 5))
    assert run(conn, settings, DbtReport(REPORT.results[1:])).scope == Scope.TODAYS
    monkeypatch.setattr(proof, "version", lambda _: "another")
    assert run(conn, settings).scope == Scope.EVERYTHING


def test_files_alone_let_what_was_decided_before_be(conn: Connection, settings: Settings) -> None:
    run(conn, settings)
    with transaction(conn):
        execute(conn, INCIDENTS["a file"][0])
    claimed = run(conn, settings)
    assert claimed.scope == Scope.FILES
    assert claimed.compared_up_to == claimed.now.change_no


def test_somebody_else_at_work_during_a_run_leaves_no_proof(
    conn: Connection, settings: Settings
) -> None:
    claimed = run(conn, settings)
    assert proof.conclude(conn, settings, claimed, REPORT, {}) is not None
    with transaction(conn):
        execute(conn, "select nextval('ops.change_no')")
    assert proof.conclude(conn, settings, claimed, REPORT, {}) is None


def test_what_is_not_built_again_has_its_result_again(conn: Connection, settings: Settings) -> None:
    for _ in range(3):
        run(conn, settings)
    found = rows(
        conn, "select count(*) as nodes, count(distinct run_id) as runs from ops.dbt_results"
    )
    assert found == [{"nodes": 6, "runs": 3}]


def test_only_what_is_built_every_day_reads_the_day_or_what_was_said(
    manifest: dict[str, Any],
) -> None:
    folders = tuple(one.removeprefix("path:") for one in proof.TODAYS if one.startswith("path:"))
    todays = {
        name
        for name, node in manifest["nodes"].items()
        if node["original_file_path"].startswith(folders) or node["name"] in proof.TODAYS
    }
    for name, node in manifest["nodes"].items():
        # A check is built with any of what it reads.
        parents = node.get("depends_on", {}).get("nodes", [])
        sources = {one.split(".")[2]: one.split(".")[3] for one in parents if "source." in one}
        is_todays = name in todays or (
            node["resource_type"] == "test"
            and (todays & set(parents) or {"activation", "ops"} & set(sources))
        )
        reads_the_day = "as_of_date()" in node.get("raw_code", "")
        if reads_the_day or {"activation", "ops"} & set(sources) or todays & set(parents):
            assert is_todays, name
        if name in todays and "activation" in sources:
            said = sources["activation"].removesuffix("_counted")  # a view of what was said
            assert said in {*proof.SAID, "recommendations"}, name
