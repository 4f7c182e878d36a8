"""What is kept of a run names nobody: analysts read it, and it outlives an erasure."""

from warehouse import database
from warehouse.rows import execute, value
from warehouse.settings import Settings
from weekly.run_log import RunLog


def test_a_row_at_fault_is_not_kept_with_the_error_that_quotes_it(settings: Settings) -> None:
    conn = database.connect(settings, autocommit=True)
    said = "null value in column x DETAIL: Failing row contains (CL1, Odile, 06 11 (0)2)."
    with RunLog(conn, settings) as log:
        log.start("build")
        log.end("build", "failed", rows=None, detail={"error": said, "to": ["odile@example.org"]})
        log.write("dbt", message=said)
    kept = str(value(conn, "select detail from ops.run_steps")) + log.path.read_text("utf-8")
    kept = kept.replace(r"\u2026", "…")
    conn.close()
    assert kept.count("Failing row contains (…)") == 3
    assert [word for word in ("Odile", "06 11", "odile@") if word in kept] == []


def test_results_past_their_time_go_and_runs_stay(settings: Settings) -> None:
    conn = database.connect(settings, autocommit=True)
    for age in ("399 days", "401 days"):
        execute(
            conn,
            "insert into ops.dbt_results (invocation_id, node_id, resource_type, name, status,"
            " generated_at) values (%s, 'test.x', 'test', 'x', 'pass', now() - %s::interval)",
            (age, age),
        )
    execute(
        conn,
        "insert into ops.runs (run_id, command, started_at, status)"
        " values (gen_random_uuid(), 'weekly', now() - interval '401 days', 'done')",
    )
    with RunLog(conn, settings) as log:
        log.finish("done", 0, {})
    assert value(conn, "select string_agg(invocation_id, ',') from ops.dbt_results") == "399 days"
    assert value(conn, "select count(*) from ops.runs") == 2
    conn.close()
