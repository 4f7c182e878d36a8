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
    "intermediate.int_clients__sighted",
    "intermediate.int_ventes_lignes__doubted",
)
SELECTIONS = (
    "+path:dbt_project/models/etl path:dbt_project/models/intermediate",
    "int_ventes_lignes__decided",
    "etl.ventes_lignes",
)


def dbt(settings: Settings, *arguments: str, compared_up_to: int | None = None) -> None:
    """Run dbt; fail when any node fails."""
    report = run_dbt(settings, list(arguments), compared_up_to=compared_up_to)
    assert not report.error, report.error
    assert not report.failed, [(node.name, node.message) for node in report.failed]


def rows(conn: Connection, table: str) -> list[tuple[object, ...]]:
    """Rows of a table as text, each with its file's path in place of its number."""
    with conn, conn.cursor() as cursor:
        cursor.execute(
            "select path, (to_jsonb(t) - '_file_id' - 'regles' - 'change_no')::text "
            f"from {table} as t left join raw.files on t._file_id = file_id order by 1, 2"
        )
        return cursor.fetchall()


def change_no(conn: Connection) -> int:
    """Number of the last change: what is decided from here on has a larger one."""
    with conn, conn.cursor() as cursor:
        cursor.execute("select last_value from ops.change_no")
        (number,) = cursor.fetchone() or (0,)
    return int(number)
