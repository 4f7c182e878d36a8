"""Whatever the sequence of files and runs, incremental tables are those of a full refresh.

Real dbt on a real PostgreSQL: every example loads batches of drawn files, runs dbt after
each (whole, or in part as after a failure), breaks things the way life does, and compares
with a full refresh over the same files loaded in another order.
"""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as budget
from hypothesis import strategies as st
from psycopg2.extensions import connection as Connection  # noqa: N812

from tests.support.dbt import ENTITIES, SELECTIONS, dbt, rows
from tests.support.exports import LINE, MOMENTS, SALES, File, again, files, load
from warehouse import database
from warehouse.settings import Settings

pytestmark = pytest.mark.dbt

RAW = ("ventes_lignes", "clients", "contacts", "produits", "stock")
# What happens between two runs: nothing, a column nobody announced, a model that gains a
# column, an alias added or withdrawn, lines read under rules that have changed since.
INCIDENTS = {
    "none": "select 1",
    "new raw column": "alter table raw.ventes_lignes add column if not exists remarque text",
    "model gains a column": "alter table if exists etl.ventes_lignes drop column if exists marge",
    "alias added": (
        "insert into intermediate.produit_alias values ('Petit blanc', 'Crémant brut') "
        "on conflict do nothing"
    ),
    "alias withdrawn": "delete from intermediate.produit_alias where label = 'Petit blanc'",
    "older rules": (
        "update intermediate.int_ventes_lignes__decided "
        "set regles = 'older', qty_line = 99, client_code = 'WRONG'"
    ),
}
STEP = st.tuples(
    st.lists(files(), min_size=4, max_size=8),
    st.sampled_from(sorted(INCIDENTS)),
    st.sampled_from(SELECTIONS),
    MOMENTS,
)


@pytest.fixture
def warehouse(dbt_settings: Settings) -> Settings:
    """Settings of a migrated, seeded database for the examples."""
    dbt(dbt_settings, "seed")
    return dbt_settings


def fresh(conn: Connection) -> None:
    with conn, conn.cursor() as cursor:
        cursor.execute("drop schema if exists etl, staging cascade")
        cursor.execute("drop table if exists intermediate.int_ventes_lignes__decided cascade")
        tables = ", ".join(f"raw.{table}" for table in ("files", *RAW))
        cursor.execute(f"truncate {tables} restart identity")


def renumber(conn: Connection) -> None:
    """Number the files as if they had been loaded in quite another order."""
    with conn, conn.cursor() as cursor:
        cursor.execute(
            "create temp table numbers on commit drop as select file_id, "
            "1000 + row_number() over (order by md5(path)) as new_id from raw.files"
        )
        for table in RAW:
            cursor.execute(
                f"update raw.{table} set _file_id = new_id from numbers where _file_id = file_id"
            )
        cursor.execute(
            "alter table raw.files alter file_id drop identity if exists; "
            "update raw.files as f set file_id = new_id from numbers as n "
            "where f.file_id = n.file_id; "
            "alter table raw.files alter file_id add generated always as identity"
        )


@budget(
    max_examples=3,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(steps=st.lists(STEP, min_size=3, max_size=3))
def test_incremental_runs_give_the_tables_of_a_full_refresh(
    warehouse: Settings, steps: list[tuple[list[File], str, str, datetime]]
) -> None:
    conn = database.connect(warehouse)
    fresh(conn)
    loaded: list[File] = []
    for number, (batch, incident, selection, moment) in enumerate(steps):
        load(conn, [*batch, *again(loaded, moment)])
        loaded += batch
        if number > 0:
            with conn, conn.cursor() as cursor:
                cursor.execute(INCIDENTS[incident])
        dbt(warehouse, "run", "--select", selection if number > 0 else SELECTIONS[0])
    dbt(warehouse, "run", "--select", SELECTIONS[0])
    incremental = {table: rows(conn, table) for table in ENTITIES}

    renumber(conn)
    dbt(warehouse, "run", "--full-refresh", "--select", SELECTIONS[0])
    for table in ENTITIES:
        assert incremental[table] == rows(conn, table), table
    raw_lines = sum(len(lines) for lines in {f.lines for f in loaded if f.dataset == RAW[0]})
    assert len(incremental[ENTITIES[0]]) + len(incremental[ENTITIES[1]]) == raw_lines
    conn.close()


def test_a_column_of_an_export_added_later_is_filled_for_what_was_loaded_before(
    warehouse: Settings,
) -> None:
    sales = "intermediate.int_ventes_lignes__decided"
    conn = database.connect(warehouse)
    fresh(conn)
    moment = datetime(2024, 3, 1, tzinfo=UTC)
    load(conn, [File("ventes_lignes", tuple(SALES), moment, moment, (LINE,))])
    dbt(warehouse, "run", "--select", "+ventes_lignes")
    before = rows(conn, "etl.ventes_lignes")
    assert '"article": "BTL"' in str(before)

    # As they were before anybody had thought of the column: the rules that read it are new.
    with conn, conn.cursor() as cursor:
        cursor.execute(f"alter table {sales} drop column article cascade")
        cursor.execute(f"update {sales} set regles = 'older'")
        cursor.execute("alter table etl.ventes_lignes drop column article cascade")
    dbt(warehouse, "run", "--select", "+ventes_lignes")
    assert rows(conn, "etl.ventes_lignes") == before
    conn.close()
