"""What a build rested on: when nothing of it has changed, building again would give the same.

A run that has built and checked everything leaves a proof with its step: the files, the project,
the day, what people and Brevo have said, and the tables as they stood. The next run compares. What
still holds is not done again: its results are renewed under the new run, so that ages stay true.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import Enum
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import UUID

from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse.dbt import DbtReport, NodeResult
from warehouse.rows import execute, row, rows, transaction, value
from warehouse.settings import Settings
from warehouse.wording import PARIS

# After so many days everything is compared with everything again.
COMPARED_FOR = timedelta(days=30)
# What dbt reads of `activation`; proposals follow from the build itself.
SAID = (
    "approvals",
    "outbox",
    "events",
    "suppressions",
    "contact_state",
    "holdout_draws",
    "occasions",
)
DECIDING = "int_ventes_lignes__decided"
SCHEMAS = ("staging", "intermediate", "etl", "crm", "crm_work", "sync", "snapshots")
# Whom tables are granted to, where the server has them.
READERS = ("crm_analyst", "crm_builder", "crm_dashboard")
# What depends on the day or on what was said since; the rest reads files and the project alone.
TODAYS = (
    "path:dbt_project/models/crm",
    "path:dbt_project/models/sync",
    "source:activation",
    "source:ops",
    "ventes_datees_du_futur",
)
# What reads a file, at whatever remove: seeds, and what reads nothing but them, stay as they were.
FILES = "source:raw+"

# A row written later has a larger xmin, and a row written again one of its own.
_ROWS = """
select count(*)::text || ' ' || coalesce(sum(hashtextextended(ctid::text || xmin::text, 0)), 0)
from {}
"""
_SEEDS = """
select pg_class.oid::regclass::text as name
from pg_class inner join pg_namespace on relnamespace = pg_namespace.oid
where nspname = any(%s) and relname = any(%s) and relkind = 'r' order by 1
"""
_FILES = """
select coalesce(md5(string_agg(concat_ws(' ', file_id, sha256, status, exported_at, modified_at),
    ',' order by file_id)), '')
from raw.files
"""
_TABLES = """
select coalesce(
    md5(string_agg(concat_ws(' ', pg_class.oid, relfilenode), ',' order by pg_class.oid)), ''
)
from pg_class inner join pg_namespace on relnamespace = pg_namespace.oid
where nspname = any(%s) and relkind in ('r', 'v')
"""
_ROLES = "select string_agg(rolname, ',' order by rolname) from pg_roles where rolname = any(%s)"
_CHANGE_NO = "select case when is_called then last_value else 0 end from ops.change_no"
_LAST = """
select runs.run_id::text, steps.detail -> 'proof' as proof
from ops.runs as runs
left join ops.run_steps as steps on runs.run_id = steps.run_id and steps.step = 'build'
where runs.command = 'weekly' and runs.run_id <> %s::uuid
order by runs.started_at desc limit 1
"""
_RENEW = """
insert into ops.dbt_results (
    run_id, invocation_id, node_id, resource_type, name, status, failures, rows_affected, seconds,
    message, generated_at, target_schema, owner
)
select
    %(run)s,
    coalesce(
        (select min(invocation_id) from ops.dbt_results where run_id = %(run)s),
        gen_random_uuid()::text
    ),
    node_id, resource_type, name, status, failures, rows_affected, seconds, message,
    clock_timestamp(), target_schema, owner
from (
    select distinct on (node_id) * from ops.dbt_results
    where run_id = %(before)s and node_id <> all(%(built)s)
    order by node_id, generated_at desc
) as before
"""
_RESULTS = """
select node_id, name, resource_type, status, message, failures, seconds
from ops.dbt_results where run_id = %s and node_id <> all(%s)
"""


class Scope(Enum):
    """How much a run has to build."""

    NOTHING = "nothing"
    TODAYS = "todays"
    FILES = "files"
    EVERYTHING = "everything"

    @property
    def selection(self) -> list[str]:
        """What dbt is to select; nothing stands for all there is."""
        selected = {Scope.TODAYS: TODAYS, Scope.FILES: (FILES, *TODAYS)}.get(self, ())
        return ["--select", *selected] if selected else []


@dataclass(frozen=True)
class Proof:
    """What a build rested on; `change_no` and `tables` are those it left.

    `compared_on` is the day on which everything was last compared with everything; `looks` are
    the sentences about what checks found, by check; `run_id` is the run that left the proof.
    """

    project: str
    files: str
    said: str
    day: str
    change_no: int
    tables: str
    compared_on: str
    looks: dict[str, str] = field(default_factory=dict)
    run_id: str = ""


@dataclass(frozen=True)
class Claim:
    """What a run may leave out: `scope`, and what was decided up to the change `compared_up_to`."""

    now: Proof
    last: Proof | None
    scope: Scope
    compared_up_to: int | None


def claim(conn: Connection, settings: Settings, run_id: UUID) -> Claim:
    """Return what the run before this one, if it has proved anything, spares this one.

    A run that failed or was killed has proved nothing, and so has one after which somebody else
    has built, erased or changed the project.
    """
    found, last = _now(conn, settings), _last(conn, run_id)
    if last is None or _differ(last, found, "project", "change_no", "tables") or _is_due(last):
        return Claim(found, last, Scope.EVERYTHING, None)
    if _differ(last, found, "files"):
        return Claim(found, last, Scope.FILES, last.change_no)
    scope = Scope.TODAYS if _differ(last, found, "said", "day") else Scope.NOTHING
    return Claim(found, last, scope, last.change_no)


def _differ(one: Proof, other: Proof, *names: str) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in names)


def _is_due(last: Proof) -> bool:
    """Return whether the last whole comparison is too old, or of a day that is not yet."""
    age = datetime.now(PARIS).date() - date.fromisoformat(last.compared_on)
    return not timedelta(0) <= age <= COMPARED_FOR


def _now(conn: Connection, settings: Settings) -> Proof:
    said = [value(conn, _ROWS.format(f"activation.{table}")) for table in SAID]
    today = datetime.now(PARIS).date()
    found = Proof(
        project=_project(conn, settings.root),
        files=value(conn, _FILES),
        said=_sha256(*said),
        day=(settings.as_of_date or today).isoformat(),
        change_no=value(conn, _CHANGE_NO),
        tables=_tables(conn, settings.root),
        compared_on=today.isoformat(),
    )
    conn.commit()
    return found


def _last(conn: Connection, run_id: UUID) -> Proof | None:
    found = row(conn, _LAST, (str(run_id),))
    conn.commit()
    if found is None or not found["proof"]:
        return None
    return Proof(**{**found["proof"], "run_id": found["run_id"]})


def conclude(
    conn: Connection,
    settings: Settings,
    claimed: Claim,
    report: DbtReport,
    looks: dict[str, str],
) -> dict[str, Any] | None:
    """Return the proof a good build leaves, for the log of its step.

    None when somebody else has moved `ops.change_no` while it was at work.
    """
    # dbt moves it once a run, and once more when it decides of sales lines.
    passes = sum((bool(report.results), any(one.name == DECIDING for one in report.results)))
    change_no = value(conn, _CHANGE_NO)
    tables = _tables(conn, settings.root)
    conn.commit()
    if change_no != claimed.now.change_no + passes:
        return None
    compared_on = claimed.now.compared_on
    if claimed.last and claimed.compared_up_to is not None:
        compared_on = claimed.last.compared_on
    left = replace(
        claimed.now,
        change_no=change_no,
        tables=tables,
        compared_on=compared_on,
        looks=looks,
    )
    return {name: found for name, found in asdict(left).items() if name != "run_id"}


def renew(conn: Connection, run_id: UUID, claimed: Claim, built: DbtReport) -> list[NodeResult]:
    """Write the results that still hold under this run as well; return them. Commits."""
    if claimed.last is None or claimed.scope == Scope.EVERYTHING:
        return []
    nodes = [node.node_id for node in built.results]
    with transaction(conn):
        execute(conn, _RENEW, {"run": str(run_id), "before": claimed.last.run_id, "built": nodes})
        found = rows(conn, _RESULTS, (str(run_id), nodes))
    return [
        NodeResult(
            name=one["name"],
            resource_type=one["resource_type"],
            status=one["status"],
            message=one["message"] or "",
            failures=one["failures"] or 0,
            seconds=float(one["seconds"] or 0),
            node_id=one["node_id"],
        )
        for one in found
    ]


def _tables(conn: Connection, root: Path) -> str:
    """Return one value for the tables as they stand, and for each row of the seeds.

    A seed is filled again only when it is not as it was: a row somebody changed by hand is noticed.
    """
    seeds = [path.stem for path in (root / "dbt_project" / "seeds").glob("*.csv")]
    planted = rows(conn, _SEEDS, (list(SCHEMAS), seeds))
    return _sha256(
        value(conn, _TABLES, (list(SCHEMAS),)),
        *(value(conn, _ROWS.format(one["name"])) for one in planted),
    )


def _project(conn: Connection, root: Path) -> str:
    """Return one value for the project: its files, dbt, and the roles its tables are granted to."""
    files = sorted(
        path
        for path in (root / "dbt_project").rglob("*")
        if path.is_file() and path.suffix in {".sql", ".yml", ".csv", ".md"}
    )
    texts = (
        hashlib.sha256(path.read_bytes()).hexdigest() for path in [root / "dbt_project.yml", *files]
    )
    names = (path.relative_to(root).as_posix() for path in files)
    return _sha256(
        version("dbt-core"),
        version("dbt-postgres"),
        value(conn, _ROLES, (list(READERS),)) or "",
        *names,
        *texts,
    )


def _sha256(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
