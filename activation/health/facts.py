"""What is on record this minute about the Monday run, its checks and the exports."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse.rows import Row, row, rows, value

RUN = """
select
    run_id::text, status, started_at, finished_at, as_of_date,
    exists (
        select from pg_locks
        where locktype = 'advisory' and granted
            and database = (select oid from pg_database where datname = current_database())
            and (classid::bigint << 32) | objid::bigint = hashtextextended('weekly', 0)
    ) as is_at_work
from ops.runs where command = 'weekly' order by started_at desc, run_id limit 1
"""
STEPS = """
select step, status, detail ->> 'error' as error from ops.run_steps
where run_id = %s::uuid order by position
"""
# What the last comparison with a full rebuild, if it did not end well, found.
COMPARED = """
select summary from (
    select status, summary from ops.runs
    where command = 'verify' and status in ('done', 'failed') order by started_at desc limit 1
) as last
where status = 'failed'
"""
# Of each check the project has, its latest result since the run began: no result is no success.
CHECKS = """
with target as (
    select target_schema from ops.dbt_results where run_id = %(run)s limit 1
),
results as (
    select distinct on (node_id) node_id, status, failures
    from ops.dbt_results
    inner join target using (target_schema)
    where generated_at >= %(since)s and resource_type = 'test'
    order by node_id, generated_at desc, invocation_id
)
select checks.node_id, checks.name, checks.says, checks.remedy, results.status, results.failures
from ops.checks as checks
inner join target using (target_schema)
left join results using (node_id)
order by checks.node_id
"""
NOT_BUILT = """
select distinct on (node_id) node_id, name, status
from ops.dbt_results
where generated_at >= %(since)s and resource_type in ('model', 'seed', 'snapshot')
    and target_schema = (select target_schema from ops.dbt_results where run_id = %(run)s limit 1)
order by node_id, generated_at desc, invocation_id
"""
# What speaks again at a later date is no older than that date.
EXPORTS = """
select
    facts.indicateur as dataset, max(files.export_date) as export_date,
    count(files.file_id) as files, max(files.loaded_at) as loaded_at
from crm.health_facts as facts
left join raw.files as files
    on facts.indicateur = files.dataset and files.status in ('loaded', 'duplicate')
where facts.section = 'fraicheur'
group by facts.indicateur, facts.position
order by facts.position
"""
# Refused, and no later file of its kind has been read since.
STILL_REFUSED = """
from raw.files as files
where status = 'refused' and not exists (
    select from raw.files as later
    where later.dataset = files.dataset and later.status = 'loaded'
        and later.loaded_at > files.loaded_at
)
"""
# Judged by the last build; ages and refused files are judged again here, from now.
INDICATORS = """
select section, indicateur, valeur, statut, detail from crm.health_facts
where statut in ('erreur', 'attention') and section not in ('fraicheur', 'fichiers_refuses')
order by section, position
"""
LETTERS = """
select count(*) from activation.recommendations
where withdrawn_at is null and erased_at is null and last_decision is null
"""
LATEST = """
select max(moment) from (
    select max(started_at) as moment from ops.runs
    union all select max(generated_at) from ops.dbt_results
    union all select max(loaded_at) from raw.files
) as moments
"""


@dataclass(frozen=True)
class Facts:
    """What is on record. `run` is the last Monday run; everything else is as of `now`."""

    now: datetime
    today: date
    latest: datetime | None
    run: Row | None
    steps: list[Row] = field(default_factory=list)
    checks: list[Row] = field(default_factory=list)
    not_built: list[Row] = field(default_factory=list)
    exports: list[Row] = field(default_factory=list)
    indicators: list[Row] = field(default_factory=list)
    is_built: bool = False
    has_persons: bool = False
    has_sales: bool = False
    refused: int = 0
    arrived: int = 0
    letters: int = 0
    breaker: str | None = None
    compared: Row | None = None


def read_facts(conn: Connection, as_of_date: date | None) -> Facts:
    """Return what is on record. `as_of_date` fixes the day ages count to, for a demonstration."""
    now: datetime = value(conn, "select clock_timestamp()")
    found: dict[str, Any] = {
        "now": now,
        "today": as_of_date
        or value(conn, "select (clock_timestamp() at time zone 'Europe/Paris')::date"),
        "latest": value(conn, LATEST),
        "run": row(conn, RUN),
        "refused": value(conn, f"select count(*) {STILL_REFUSED}"),
        "breaker": value(
            conn, "select reason from activation.breaker_openings where closed_at is null limit 1"
        ),
        "letters": value(conn, LETTERS),
        "compared": row(conn, COMPARED),
    }
    run = found["run"]
    if run is not None:
        within = {"run": run["run_id"], "since": run["started_at"]}
        found["steps"] = rows(conn, STEPS, (run["run_id"],))
        found["checks"] = rows(conn, CHECKS, within)
        found["not_built"] = [
            one
            for one in rows(conn, NOT_BUILT, within)
            if one["status"] not in ("success", "no-op", "reused")
        ]
        found["arrived"] = value(
            conn,
            "select count(*) from raw.files where status = 'loaded' and loaded_at > %s",
            (run["finished_at"] or now,),
        )
    found["is_built"] = value(
        conn, "select to_regclass('crm.health_facts') is not null and exists (select from ops.runs)"
    )
    if found["is_built"]:
        found["exports"] = rows(conn, EXPORTS)
        found["indicators"] = rows(conn, INDICATORS)
        found["has_persons"] = value(conn, "select exists (select 1 from crm.customer_360)")
        found["has_sales"] = value(
            conn,
            "select exists (select from raw.files where dataset = 'ventes_lignes'"
            " and status = 'loaded' and row_count > 0)",
        )
    return Facts(**found)
