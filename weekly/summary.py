"""The table at the end of a run, read back from the tables themselves."""

from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812
from rich.table import Table

from warehouse.console import console
from warehouse.wording import figure, french

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
# How the table names what became of files, and the steps.
FILES = {
    "loaded": ("lu",),
    "duplicate": ("reçu en double", "reçus en double"),
    "refused": ("refusé",),
}
STEPS = {"load": "exports", "statuses": "statuts", "build": "tables", "plan": "lettres"}
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
    """Print the table the owner reads on Monday."""
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    files = (french(count, *FILES[status]) for status, count in figures["files"].items())
    table.add_row("Fichiers", ", ".join(files) or "aucun")
    table.add_row("Lignes de vente gardées", figure(figures["lines_kept"]))
    table.add_row("Lignes de vente écartées", _with_total(figures["rejected"]))
    table.add_row("Lignes illisibles", figure(figures["lines_unreadable"]))
    contactable = french(figures["contactable"], "joignable")
    table.add_row("Clients", f"{figure(figures['customers'])}, dont {contactable}")
    table.add_row("Lettres proposées", _with_total(figures["letters"]))
    passed = french(dbt["tests_passed"], "réussi")
    table.add_row("Contrôles", f"{passed}, {figure(dbt['warnings'])} à regarder")
    spent = (f"{STEPS[step]} {figure(value, 1)} s" for step, value in seconds.items())
    table.add_row("Durées", ", ".join(spent))
    console.print(table)


def _with_total(counts: dict[str, int]) -> str:
    total = figure(sum(counts.values()))
    parts = ", ".join(f"{name} {figure(count)}" for name, count in counts.items())
    return f"{total} ({parts})" if counts else total
