"""Tables are spread on a Citus cluster, once, and nowhere else.

No Citus here: a schema in front of the catalogue's answers as the extension would and notes
what it is asked. What the extension then does is not tried.
"""

from datetime import UTC, datetime

import pytest

from tests.support.dbt import dbt
from tests.support.exports import LINE, SALES, File, load
from warehouse import database
from warehouse.settings import Settings

pytestmark = pytest.mark.dbt

STAND_IN = """
create schema citus;
create view citus.pg_extension as select name 'citus' as extname;
create table citus.pg_dist_partition (logicalrelid regclass, asked text);
create function citus.create_distributed_table(spread regclass, key text) returns void
language sql as $$ insert into citus.pg_dist_partition values (spread, key) $$;
create function citus.create_reference_table(copied regclass) returns void
language sql as $$ insert into citus.pg_dist_partition values (copied, 'every worker') $$;
"""
ONLY = ("--select", "+ventes_lignes", "+stock")
FIRST_IN_PATH = "citus, pg_catalog, public"


def test_a_large_table_is_spread_once_by_its_customer_on_citus_only(dbt_settings: Settings) -> None:
    settings = dbt_settings
    conn = database.connect(settings, autocommit=True)
    day = datetime(2024, 3, 1, tzinfo=UTC)
    load(conn, [File("ventes_lignes", tuple(SALES), day, day, (LINE,))])
    dbt(settings, "seed")
    dbt(settings, "run", *ONLY)
    with conn.cursor() as cursor:
        cursor.execute(STAND_IN)
        cursor.execute("select current_database()")
        (name,) = cursor.fetchone() or ("",)
        cursor.execute(f"alter database {name} set search_path = {FIRST_IN_PATH}")
        for _ in range(2):
            dbt(settings, "run", *ONLY)
            cursor.execute(
                "select logicalrelid::text, asked from citus.pg_dist_partition "
                "where logicalrelid::text not similar to '[0-9]+' order by 1"
            )
            assert cursor.fetchall() == [
                ("etl.stock", "every worker"),
                ("etl.ventes_lignes", "client_code"),
            ]
    conn.close()
