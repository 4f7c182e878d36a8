"""`make verify`: are the incremental tables those a full rebuild would give, row for row?

Builds every entity of `etl` a second time from all raw lines, in schemas of its own
(`verify_…`), compares each table with the live one, and drops the second build. The
live tables are only read. Needs room for a second copy of the sales.
"""

from dataclasses import dataclass
from pathlib import Path

from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse import database
from warehouse.console import console, make_app, show_table
from warehouse.dbt import run_dbt
from warehouse.errors import NeedsPersonError
from warehouse.settings import Settings, load_settings
from warehouse.state import folder

PREFIX = "verify"
SCHEMAS = ("staging", "intermediate", "etl")
ENTITIES = "+path:dbt_project/models/etl"
REMEDY = "dbt run --full-refresh --select +path:dbt_project/models/etl"

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
        compared = verify(settings, conn)
    show_table(
        "Live tables against a full rebuild",
        ("table", "rows", "missing", "surplus"),
        [(one.table, one.rows, one.missing, one.surplus) for one in compared],
    )
    different = [one.table for one in compared if not one.is_same]
    if different:
        raise NeedsPersonError(f"{', '.join(different)} differ from a full rebuild: run `{REMEDY}`")
    console.print("Every table is the same, row for row.")


def verify(settings: Settings, conn: Connection) -> list[Comparison]:
    """Rebuild the entities beside the live ones and compare; `conn` must be autocommit.

    Raises NeedsPersonError when dbt cannot build.
    """
    _drop(conn)
    try:
        _rebuild(settings, folder(conn, settings))
        return [compare(conn, table) for table in _tables(conn)]
    finally:
        _drop(conn)


def compare(conn: Connection, table: str) -> Comparison:
    """Count the rows of `etl.<table>` and of its rebuild that the other lacks."""
    live, rebuilt = sql.Identifier("etl", table), sql.Identifier(f"{PREFIX}_etl", table)
    columns = sql.SQL(", ").join(map(sql.Identifier, _columns(conn, table)))
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
    only = ["--select", ENTITIES, "--resource-type", "seed", "--resource-type", "model"]
    report = run_dbt(settings, ["build", "--full-refresh", *only, *where])
    if report.error or report.failed:
        reason = report.error or f"{report.failed[0].name}: {report.failed[0].message}"
        first_line = reason.strip().splitlines()[0]
        raise NeedsPersonError(f"dbt cannot rebuild the entities ({first_line}): run `dbt build`")


def _tables(conn: Connection) -> list[str]:
    query = (
        "select rebuilt.tablename from pg_tables as rebuilt "
        "inner join pg_tables as live on live.tablename = rebuilt.tablename "
        "where rebuilt.schemaname = %s and live.schemaname = 'etl' order by 1"
    )
    with conn.cursor() as cursor:
        cursor.execute(query, (f"{PREFIX}_etl",))
        return [name for (name,) in cursor.fetchall()]


def _columns(conn: Connection, table: str) -> list[str]:
    """Return the rebuild's columns: a live table that lacks one fails the comparison aloud."""
    query = (
        "select column_name from information_schema.columns "
        "where table_schema = %s and table_name = %s order by ordinal_position"
    )
    with conn.cursor() as cursor:
        cursor.execute(query, (f"{PREFIX}_etl", table))
        return [name for (name,) in cursor.fetchall()]


def _drop(conn: Connection) -> None:
    with conn.cursor() as cursor:
        for schema in SCHEMAS:
            name = sql.Identifier(f"{PREFIX}_{schema}")
            cursor.execute(sql.SQL("drop schema if exists {} cascade").format(name))


if __name__ == "__main__":
    app()
