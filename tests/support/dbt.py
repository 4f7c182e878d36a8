"""dbt on a test's own warehouse, and its entities as they stand there."""

from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse.dbt import run_dbt
from warehouse.settings import Settings

ENTITIES = (
    "etl.ventes_lignes",
    "etl.ventes_lignes_rejetees",
    "etl.clients",
    "etl.contacts",
    "etl.produits",
    "etl.stock",
    "intermediate.int_ventes_lignes__decided",
)
SELECTIONS = ("+path:dbt_project/models/etl", "int_ventes_lignes__decided", "etl.ventes_lignes")


def dbt(settings: Settings, *arguments: str) -> None:
    """Run dbt; fail when any node fails."""
    report = run_dbt(settings, list(arguments))
    assert not report.error, report.error
    assert not report.failed, [(node.name, node.message) for node in report.failed]


def rows(conn: Connection, table: str) -> list[tuple[object, ...]]:
    """Rows of a table as text, each with its file's path in place of its number."""
    with conn, conn.cursor() as cursor:
        cursor.execute(
            f"select path, (to_jsonb(t) - '_file_id' - 'regles')::text from {table} as t "
            "left join raw.files on t._file_id = file_id order by 1, 2"
        )
        return cursor.fetchall()
