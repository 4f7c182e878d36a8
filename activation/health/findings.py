"""What the checks of a run found: whom and how much it touches, and some rows, masked.

The rows stand in tables only the owner reads, and may hold anything; what is kept of them
names nobody.
"""

import json
import re
from collections.abc import Iterable

from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse.rows import execute, row, rows, transaction, value

MOST_ROWS = 10
# Shown as they are; any other text is masked, whatever its column is called.
SHOWN = {
    "produit_key", "produit_label", "article", "document_type", "document_no", "document_id",
    "order_detail_no", "motif", "mesure", "semaine", "scenario", "canal", "statut", "famille_crm",
    "unite", "section", "indicateur", "dataset", "format",
}  # fmt: skip


def record_findings(
    conn: Connection,
    run_id: str,
    found: Iterable[tuple[str, str, int]],
    kept: Iterable[str] = (),
) -> None:
    """Keep what each check (node id, table of its rows, lines) found, in place of the last run's.

    Those of `kept` were not run: what they found last stays. Commits.
    """
    with transaction(conn):
        execute(conn, "delete from ops.check_findings where node_id <> all(%s)", (list(kept),))
        for node_id, relation, lines in found:
            _record(conn, run_id, node_id, relation, lines)


def _record(conn: Connection, run_id: str, node_id: str, relation: str, lines: int) -> None:
    parts = tuple(re.findall(r'"([^"]+)"', relation))[-2:]
    table = sql.Identifier(*parts) if len(parts) == 2 else None
    touched, sample = {"persons": None, "euros": None}, []
    if table is not None and value(conn, "select to_regclass(%s)", ('"{}"."{}"'.format(*parts),)):
        columns = {
            line["column_name"]
            for line in rows(
                conn,
                "select column_name from information_schema.columns"
                " where table_schema = %s and table_name = %s",
                parts,
            )
        }
        persons = "count(distinct client_code)" if "client_code" in columns else "null::bigint"
        euros = "sum(abs(mt_ht))" if "mt_ht" in columns else "null::numeric"
        counting = sql.SQL("select {} as persons, {} as euros from {}")
        query = counting.format(sql.SQL(persons), sql.SQL(euros), table).as_string(conn)
        touched = row(conn, query) or touched
        some = sql.SQL("select * from {} limit {}").format(table, sql.Literal(MOST_ROWS))
        sample = [_masked(line) for line in rows(conn, some.as_string(conn))]
    execute(
        conn,
        "insert into ops.check_findings (node_id, run_id, lines, persons, euros, sample)"
        " values (%s, %s, %s, %s, %s, %s)",
        (
            node_id, run_id, lines, touched["persons"], touched["euros"],
            json.dumps(sample, default=str),
        ),
    )  # fmt: skip


def _masked(line: dict[str, object]) -> dict[str, object]:
    return {name: _shown(name, found) for name, found in line.items()}


def _shown(name: str, found: object) -> object:
    if name in SHOWN or not isinstance(found, str):
        return found
    return f"…{found[-2:]}" if name == "client_code" else "•••"
