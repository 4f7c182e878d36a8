"""`make verify` sees a row that is not what a rebuild would give, and leaves nothing behind."""

from datetime import UTC, datetime

import pytest

from tests.support.dbt import ENTITIES, SELECTIONS, dbt, rows
from tests.support.exports import LINE, SALES, File, load
from warehouse import database
from warehouse.rows import execute, row
from warehouse.settings import Settings
from weekly.verify import is_due, verify, verify_on_record

pytestmark = pytest.mark.dbt


def test_verify_names_the_table_that_differs(dbt_settings: Settings) -> None:
    settings = dbt_settings
    conn = database.connect(settings, autocommit=True)
    day = datetime(2024, 3, 1, tzinfo=UTC)
    load(conn, [File("ventes_lignes", tuple(SALES), day, day, (LINE,))])
    dbt(settings, "seed")
    dbt(settings, "run", "--select", SELECTIONS[0])
    before = {table: rows(conn, table) for table in ENTITIES}
    assert all(one.is_same for one in verify(settings, conn))
    assert before == {table: rows(conn, table) for table in ENTITIES}

    with conn.cursor() as cursor:
        cursor.execute("update etl.ventes_lignes set mt_ht = 52")
        cursor.execute("delete from intermediate.int_clients__sighted")
    different = [one for one in verify_on_record(settings, conn) if not one.is_same]
    assert [(one.table, one.missing, one.surplus) for one in different] == [
        ("ventes_lignes", 1, 1),
        ("int_clients__sighted", 1, 0),
    ]
    found = row(conn, "select status, summary from ops.runs where command = 'verify'")
    names = [one.table for one in different]
    assert found == {"status": "failed", "summary": {"different": names}}
    with conn.cursor() as cursor:
        cursor.execute("select count(*) from pg_namespace where nspname like 'verify%'")
        assert cursor.fetchone() == (0,)


LAST_MONTH = "date_trunc('month', now() at time zone 'Europe/Paris') - interval '1 hour'"


def test_tables_are_compared_once_a_month_from_the_second_on(settings: Settings) -> None:
    conn = database.connect(settings, autocommit=True)
    assert not is_due(conn)
    for command, started, status, due in (
        ("weekly", "now()", "done", False),
        ("weekly", LAST_MONTH, "done", True),
        ("verify", LAST_MONTH, "done", True),
        ("verify", "now()", "killed", True),
        ("verify", "now()", "failed", False),
    ):
        execute(
            conn,
            "insert into ops.runs (run_id, command, started_at, status) values"
            f" (gen_random_uuid(), %s, ({started}) at time zone 'Europe/Paris', %s)",
            (command, status),
        )
        assert is_due(conn) is due, (command, started, status)
    conn.close()
