"""What the sentence rests on, for the page: exports, lines, checks, weeks, runs, backups."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.health.facts import EXPORTS, RUN, STILL_REFUSED
from activation.health.judge import DATASETS, STEPS, Limits
from warehouse.rows import Row, reading_warehouse, row, rows, value

WEEKS = 12

REFUSED = f"""
select dataset, path, error, loaded_at {STILL_REFUSED}
order by loaded_at desc, file_id limit 20
"""
FACTS = """
select section, indicateur, valeur, unite, statut, detail from crm.health_facts
order by section, position
"""
UNREADABLE = """
select coalesce(sum(rejected_count), 0)::bigint from raw.files where status = 'loaded'
"""
# Each check as it last went, what it found, and its last weeks: one result a week, the latest.
CHECKS = """
with target as (
    select target_schema from ops.dbt_results where run_id = %(run)s limit 1
),
results as (
    select node_id, status, failures, generated_at
    from ops.dbt_results
    inner join target using (target_schema)
    where generated_at >= now() - interval '84 days' and resource_type = 'test'
),
latest as (
    select distinct on (node_id) * from results
    where generated_at >= %(since)s order by node_id, generated_at desc
)
select
    checks.node_id, checks.name, checks.severity, checks.owner, checks.says, checks.remedy,
    latest.status, latest.failures,
    found.lines, found.persons, found.euros, found.sample
from ops.checks as checks
inner join target using (target_schema)
left join latest using (node_id)
left join ops.check_findings as found using (node_id)
order by checks.severity, checks.name
"""
TREND = """
select distinct on (node_id, date_trunc('week', generated_at))
    node_id, date_trunc('week', generated_at)::date as week, status, failures
from ops.dbt_results
where node_id = any(%(nodes)s) and generated_at >= now() - interval '84 days'
    and target_schema = (select target_schema from ops.dbt_results where run_id = %(run)s limit 1)
order by node_id, date_trunc('week', generated_at), generated_at desc
"""
SALES = "select * from crm.health_weeks order by semaine"
RUNS = """
select
    runs.run_id::text, runs.started_at, runs.finished_at, runs.status,
    extract(epoch from runs.finished_at - runs.started_at)::float as seconds,
    jsonb_object_agg(steps.step, steps.seconds) filter (where steps.step is not null) as steps
from ops.runs as runs
left join ops.run_steps as steps using (run_id)
where runs.command = 'weekly'
group by runs.run_id
order by runs.started_at desc limit 12
"""
BACKUP = """
select at, seconds, is_good, detail from ops.backup_events
where kind = %s order by event_id desc limit 1
"""
# A person brings a copy back once a quarter: only they have the key.
RETURNED = """
select max(at) as at, coalesce(max(at) < now() - interval '92 days', true) as is_due
from ops.backup_events where kind = 'returned' and is_good
"""
TO_MEND = "select * from crm.health_lines_to_mend order by fichier, ligne"
NOT_READ = """
select files.path as fichier, lines._line_number as ligne, lines.dataset as fichier_de,
    lines.reason as motif, lines.raw_text as texte
from raw.rejected_lines as lines
inner join raw.files as files on lines._file_id = files.file_id
order by files.path, lines._line_number
"""


@dataclass(frozen=True)
class Export:
    """One kind of export: its latest date, its age in days counted to today."""

    name: str
    export_date: date | None
    files: int
    loaded_at: datetime | None
    days: int | None
    state: str  # up_to_date, late, old, none


@dataclass(frozen=True)
class Report:
    """Everything below the sentence."""

    exports: list[Export]
    refused: list[Row]
    facts: dict[str, list[Row]]
    unreadable: int
    checks: list[Row]
    trend: dict[str, list[Row]]
    weeks: list[Row]
    runs: list[Row]
    backup: Row | None
    drill: Row | None
    returned: Row | None

    @property
    def passed(self) -> int:
        """Return how many checks passed."""
        return sum(one["status"] == "pass" for one in self.checks)

    @property
    def found(self) -> list[Row]:
        """Return the checks that found something, or said nothing, the gravest first."""
        return sorted(
            (one for one in self.checks if one["status"] != "pass"),
            key=lambda one: (one["status"] == "warn", one["name"]),
        )

    @property
    def late(self) -> list[Export]:
        """Return the exports that are late."""
        return [one for one in self.exports if one.state != "up_to_date"]

    def fact(self, section: str, name: str) -> Row:
        """Return one figure of the last build; one without a value when it is unknown."""
        found = (one for one in self.facts.get(section, []) if one["indicateur"] == name)
        return next(found, {"valeur": None, "detail": None, "statut": None})


def report(conn: Connection, today: date, limits: Limits) -> Report:
    """Return the report; `limits` holds the ages from which an export is late, and too old.

    Raises ConfigurationError before the tables are built, LockedError while they are rebuilt.
    """
    with reading_warehouse(conn):
        run = row(conn, RUN) or {}
        within = {"run": run.get("run_id"), "since": run.get("started_at")}
        checks = rows(conn, CHECKS, within)
        nodes = [one["node_id"] for one in checks if one["status"] != "pass"]
        trend: dict[str, list[Row]] = defaultdict(list)
        for line in rows(conn, TREND, {**within, "nodes": nodes}) if nodes else []:
            trend[line["node_id"]].append(line)
        facts: dict[str, list[Row]] = defaultdict(list)
        for line in rows(conn, FACTS):
            facts[line["section"]].append(line)
        return Report(
            exports=[_export(line, today, limits) for line in rows(conn, EXPORTS)],
            refused=rows(conn, REFUSED),
            facts=dict(facts),
            unreadable=value(conn, UNREADABLE),
            checks=checks,
            trend=dict(trend),
            weeks=rows(conn, SALES),
            runs=[_run(line) for line in rows(conn, RUNS)],
            backup=row(conn, BACKUP, ("taken",)),
            drill=row(conn, BACKUP, ("drilled",)),
            returned=row(conn, RETURNED),
        )


def lines_to_mend(conn: Connection) -> list[Row]:
    """Return the sales lines the ERP must mend, with file and line; nobody's address."""
    with reading_warehouse(conn):
        return rows(conn, TO_MEND)


def unreadable_lines(conn: Connection) -> list[Row]:
    """Return the lines no parser could split, as they stand in the files."""
    return rows(conn, NOT_READ)


def _export(line: Row, today: date, limits: Limits) -> Export:
    days = (today - line["export_date"]).days if line["export_date"] else None
    if days is None:
        state = "none"
    elif days > limits.export_old:
        state = "old"
    else:
        state = "late" if days > limits.export_late else "up_to_date"
    name = DATASETS.get(str(line["dataset"]), str(line["dataset"]))
    return Export(name, line["export_date"], line["files"], line["loaded_at"], days, state)


def _run(line: Row) -> dict[str, Any]:
    taken = line["steps"] or {}
    return {**line, "steps": [(label, taken.get(step)) for step, label in STEPS.items()]}
