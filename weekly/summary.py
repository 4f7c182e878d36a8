"""The table at the end of a run, read back from the tables themselves."""

from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812
from rich.table import Table

from warehouse.console import console

COUNTS = {
    "files": "select status, count(*) from raw.files group by status order by status",
    "rejected": (
        "select motif, count(*) from etl.ventes_lignes_rejetees group by motif order by motif"
    ),
    "letters": (
        "select scenario, count(*) from crm.recommendations group by scenario order by scenario"
    ),
}
TOTALS = {
    "lines_kept": "select count(*) from etl.ventes_lignes",
    "lines_unreadable": "select count(*) from raw.rejected_lines",
    "customers": "select count(*) from crm.customer_360",
    "contactable": "select count(*) from crm.customer_360 where is_contactable",
}
# One value for all the advice: equal in two runs exactly when every letter is.
FINGERPRINT = (
    "select coalesce(md5(string_agg(content_hash, ',' order by reco_id)), '') "
    "from sync.brevo_messages"
)


def collect(conn: Connection) -> dict[str, Any]:
    """Return the figures of the warehouse as it now stands."""
    found: dict[str, Any] = {}
    with conn.cursor() as cursor:
        for name, query in COUNTS.items():
            cursor.execute(query)
            found[name] = dict(cursor.fetchall())
        for name, query in TOTALS.items():
            cursor.execute(query)
            found[name] = (cursor.fetchone() or (0,))[0]
        cursor.execute(FINGERPRINT)
        found["fingerprint"] = (cursor.fetchone() or ("",))[0]
    return found


def show(figures: dict[str, Any], dbt: dict[str, Any], seconds: dict[str, float]) -> None:
    """Print the table a person reads on Monday."""
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    table.add_row("Files", _counts(figures["files"]))
    table.add_row("Sales lines kept", _number(figures["lines_kept"]))
    rejected = figures["rejected"]
    table.add_row("Sales lines set aside", _with_total(rejected))
    table.add_row("Lines no parser could split", _number(figures["lines_unreadable"]))
    contactable = _number(figures["contactable"])
    table.add_row("Customers", f"{_number(figures['customers'])}, {contactable} contactable")
    table.add_row("Letters proposed", _with_total(figures["letters"]))
    table.add_row("Checks", f"{dbt['tests_passed']} passed, {dbt['warnings']} to look at")
    table.add_row("Seconds", ", ".join(f"{step} {value:.1f}" for step, value in seconds.items()))
    console.print(table)


def _number(value: int) -> str:
    return f"{value:,}".replace(",", " ")


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{_number(count)} {name}" for name, count in counts.items()) or "none"


def _with_total(counts: dict[str, int]) -> str:
    total = _number(sum(counts.values()))
    return f"{total} ({_counts(counts)})" if counts else total
