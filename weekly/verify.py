"""`make verify`: are the incremental tables those a full rebuild would give, row for row?

Builds every entity a second time from all raw lines, in schemas of its own (`verify_…`), compares
each table with the live one, and drops the second build. The live tables are only read. Needs
room for a second copy of the sales. The first weekly run of a month does it by itself, once its
letters are prepared; `activation health` says when a table differs.
"""

from dataclasses import dataclass
from pathlib import Path

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse import database
from warehouse.console import console, failed_database, make_app, show_table
from warehouse.dbt import run_dbt
from warehouse.errors import ExitCode, NeedsPersonError, ProductError
from warehouse.rows import value
from warehouse.settings import Settings, load_settings
from warehouse.state import folder
from weekly.run_log import RunLog

PREFIX = "verify"
SCHEMAS = ("staging", "intermediate", "etl")
# A stamp says when something was decided, not what.
STAMP = "change_no"
ENTITIES = ("+path:dbt_project/models/etl", "path:dbt_project/models/intermediate")
REMEDY = f"dbt run --full-refresh --select {' '.join(ENTITIES)}"
# A month in which nothing was compared yet; a house's first month has only just been built.
_IS_DUE = """
select date_trunc('month', coalesce(
    (select max(started_at) from ops.runs where command = 'verify' and status <> 'killed'),
    (select min(started_at) from ops.runs where command = 'weekly')
) at time zone 'Europe/Paris') < date_trunc('month', now() at time zone 'Europe/Paris')
"""

app = make_app("Compare the tables of `etl` with a full rebuild beside them.")


@dataclass(frozen=True)
class Comparison:
    """One table: rows rebuilt, rows only the rebuild has, rows only the live table has."""

    table: str
    rows: int
    missing: int
    surplus: int

    @property
    def is_same(self) -> bool:
        """Whether both hold the same rows, each as often."""
        return self.missing == self.surplus == 0


@app.callback(invoke_without_command=True, no_args_is_help=False)
def command() -> None:
    """Rebuild beside, compare row for row, report; exit 3 when a table differs."""
    settings = load_settings()
    conn = database.connect(settings, autocommit=True, application_name="verify")
    with database.advisory_lock(conn, "weekly"):
        compared = verify_on_record(settings, conn)
    show_table(
        "Live tables against a full rebuild",
        ("table", "rows", "missing", "surplus"),
        [(one.table, one.rows, one.missing, one.surplus) for one in compared],
    )
    if found := different(compared):
        raise NeedsPersonError(f"{', '.join(found)} differ from a full rebuild: run `{REMEDY}`")
    console.print("Every table is the same, row for row.")


def is_due(conn: Connection) -> bool:
    """Return whether a weekly run is the first of its month, and nobody has compared since."""
    return bool(value(conn, _IS_DUE))


def verify_on_record(settings: Settings, conn: Connection) -> list[Comparison]:
    """Compare as `verify` does; what came of it stands in `ops.runs`, where health reads it."""
    with RunLog(conn, settings, "verify") as log:
        try:
            compared = verify(settings, conn)
        except (ProductError, psycopg2.OperationalError) as error:
            known = error if isinstance(error, ProductError) else failed_database(error)
            log.finish("failed", known.exit_code, {"error": known.french})
            raise known from error
        found = different(compared)
        code = ExitCode.NEEDS_PERSON if found else ExitCode.DONE
        log.finish("failed" if found else "done", code, {"different": found})
    return compared


def different(compared: list[Comparison]) -> list[str]:
    """Return the names of the tables that are not the same."""
    return [one.table for one in compared if not one.is_same]


def verify(settings: Settings, conn: Connection) -> list[Comparison]:
    """Rebuild the entities beside the live ones and compare; `conn` must be autocommit.

    Raises NeedsPersonError when dbt cannot build.
    """
    _drop(conn)
    try:
        _rebuild(settings, folder(conn, settings))
        return [compare(conn, schema, table) for schema, table in _tables(conn)]
    finally:
        _drop(conn)


def compare(conn: Connection, schema: str, table: str) -> Comparison:
    """Count the rows of a table and of its rebuild that the other lacks."""
    live, rebuilt = sql.Identifier(schema, table), sql.Identifier(f"{PREFIX}_{schema}", table)
    columns = sql.SQL(", ").join(map(sql.Identifier, _columns(conn, schema, table)))
    query = sql.SQL(
        """
        select
            (select count(*) from {rebuilt}),
            (select count(*) from (
                select {columns} from {rebuilt} except all select {columns} from {live}
            ) as missing),
            (select count(*) from (
                select {columns} from {live} except all select {columns} from {rebuilt}
            ) as surplus)
        """
    ).format(live=live, rebuilt=rebuilt, columns=columns)
    with conn.cursor() as cursor:
        cursor.execute(query)
        rows, missing, surplus = cursor.fetchone() or (0, 0, 0)
    return Comparison(table, rows, missing, surplus)


def _rebuild(settings: Settings, beside: Path) -> None:
    # A target folder of its own: dbt would parse the whole project again after a change
    # of target, here and at the next weekly run.
    where = ["--target", PREFIX, "--target-path", str(beside / "target" / PREFIX)]
    only = ["--select", *ENTITIES, "--resource-type", "seed", "--resource-type", "model"]
    report = run_dbt(settings, ["build", "--full-refresh", *only, *where])
    if report.error or report.failed:
        reason = report.error or f"{report.failed[0].name}: {report.failed[0].message}"
        first_line = reason.strip().splitlines()[0]
        raise NeedsPersonError(f"dbt cannot rebuild the entities ({first_line}): run `dbt build`")


def _tables(conn: Connection) -> list[tuple[str, str]]:
    """Return schema and name of each table both hold; seeds are compared in what reads them."""
    query = (
        "select live.schemaname, live.tablename from pg_tables as rebuilt "
        "inner join pg_tables as live on rebuilt.tablename = live.tablename "
        "and rebuilt.schemaname = %s || '_' || live.schemaname "
        "where live.schemaname = 'etl' or live.tablename like 'int\\_%%' order by 1, 2"
    )
    with conn.cursor() as cursor:
        cursor.execute(query, (PREFIX,))
        return cursor.fetchall()


def _columns(conn: Connection, schema: str, table: str) -> list[str]:
    """Return the rebuild's columns: a live table that lacks one fails the comparison aloud."""
    query = (
        "select column_name from information_schema.columns "
        "where table_schema = %s and table_name = %s and column_name <> %s "
        "order by ordinal_position"
    )
    with conn.cursor() as cursor:
        cursor.execute(query, (f"{PREFIX}_{schema}", table, STAMP))
        return [name for (name,) in cursor.fetchall()]


def _drop(conn: Connection) -> None:
    with conn.cursor() as cursor:
        for schema in SCHEMAS:
            name = sql.Identifier(f"{PREFIX}_{schema}")
            cursor.execute(sql.SQL("drop schema if exists {} cascade").format(name))


if __name__ == "__main__":
    app()
