"""`make verify` sees a row that is not what a rebuild would give, and leaves nothing behind."""

from datetime import UTC, datetime

import pytest

from tests.support.dbt import ENTITIES, SELECTIONS, dbt, rows
from tests.support.exports import LINE, SALES, File, load
from warehouse import database
from warehouse.settings import Settings
from weekly.verify import verify

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
    different = [one for one in verify(settings, conn) if not one.is_same]
    assert [(one.table, one.missing, one.surplus) for one in different] == [("ventes_lignes", 1, 1)]
    with conn.cursor() as cursor:
        cursor.execute("select count(*) from pg_namespace where nspname like 'verify%'")
        assert cursor.fetchone() == (0,)
