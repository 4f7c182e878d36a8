"""Whatever the sequence of files and runs, incremental tables are those of a full refresh.

Real dbt on a real PostgreSQL: every example loads batches of drawn files, runs dbt after
each (whole, or in part as after a failure), breaks things the way life does, and compares
with a full refresh over the same files loaded in another order. Runs look only at what was decided
since the last whole one, unless something else has happened.
"""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as budget
from hypothesis import strategies as st
from psycopg2.extensions import connection as Connection  # noqa: N812

from loader.unload import unload
from tests.support.dbt import ENTITIES, SELECTIONS, change_no, dbt, rows
from tests.support.exports import LINE, MOMENTS, SALES, File, again, files, load
from warehouse import database
from warehouse.dbt import run_dbt
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
# These change nothing that was built: the next run need not compare all again.
UNSEEN = ("none", "new raw column")
CONSERVATION = (
    "each_sales_line_is_kept_or_rejected_once",
    "each_sales_amount_reaches_etl",
    "int_ventes_lignes__decided_has_each_line_once",
    "int_ventes_lignes__kept_has_each_line_once",
    "stg_isavigne__ventes_lignes_has_each_line_once",
)
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


def name_by_content(conn: Connection) -> None:
    """Give files paths that are the same in two loads."""
    with conn, conn.cursor() as cursor:
        cursor.execute("update raw.files set path = sha256")


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
    compared_up_to: int | None = None
    for number, (batch, incident, selection, moment) in enumerate(steps):
        load(conn, [*batch, *again(loaded, moment)])
        loaded += batch
        if number > 0:
            with conn, conn.cursor() as cursor:
                cursor.execute(INCIDENTS[incident])
            compared_up_to = compared_up_to if incident in UNSEEN else None
        selection = selection if number > 0 else SELECTIONS[0]
        dbt(warehouse, "run", "--select", selection, compared_up_to=compared_up_to)
        if selection == SELECTIONS[0]:
            compared_up_to = change_no(conn)
    dbt(warehouse, "run", "--select", SELECTIONS[0], compared_up_to=compared_up_to)
    dbt(warehouse, "test", "--select", *CONSERVATION, compared_up_to=compared_up_to)
    incremental = {table: rows(conn, table) for table in ENTITIES}

    renumber(conn)
    dbt(warehouse, "run", "--full-refresh", "--select", SELECTIONS[0])
    for table in ENTITIES:
        assert incremental[table] == rows(conn, table), table
    raw_lines = sum(len(lines) for lines in {f.lines for f in loaded if f.dataset == RAW[0]})
    assert len(incremental[ENTITIES[0]]) + len(incremental[ENTITIES[1]]) == raw_lines
    conn.close()


@budget(
    max_examples=1,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(
    batch=st.lists(files(), min_size=10, max_size=12, unique_by=lambda file: file.lines),
    bad=st.lists(st.integers(0, 9), min_size=3, max_size=3, unique=True),
)
def test_a_file_unloaded_leaves_the_tables_of_a_house_that_never_loaded_it(
    warehouse: Settings, batch: list[File], bad: list[int]
) -> None:
    conn = database.connect(warehouse)
    fresh(conn)
    load(conn, batch)
    name_by_content(conn)
    dbt(warehouse, "run", "--select", SELECTIONS[0])
    for file_id in bad:
        unload(conn, file_id + 1, "mauvais export")
    dbt(warehouse, "run", "--select", SELECTIONS[0])
    dbt(warehouse, "test", "--select", *CONSERVATION)
    unloaded = {table: rows(conn, table) for table in ENTITIES}

    fresh(conn)
    load(conn, [file for number, file in enumerate(batch) if number not in bad])
    name_by_content(conn)
    dbt(warehouse, "run", "--select", SELECTIONS[0])
    for table in ENTITIES:
        assert unloaded[table] == rows(conn, table), table
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


# What a run that failed may leave, and the check that finds it though it looks at the changes only.
FAULTS = {
    "delete from etl.ventes_lignes where document_no = 'F2'": CONSERVATION[0],
    "insert into etl.ventes_lignes_rejetees (_file_id, _line_number, motif) "
    "select _file_id, _line_number, 'doublon' from etl.ventes_lignes where document_no = 'F2'": (
        CONSERVATION[0]
    ),
    "update etl.ventes_lignes set mt_ht = mt_ht + 1 where document_no = 'F1'": CONSERVATION[1],
}


def test_checks_that_look_at_changes_find_what_a_failed_run_left(warehouse: Settings) -> None:
    conn = database.connect(warehouse)
    fresh(conn)
    days = [datetime(2024, 3, day, tzinfo=UTC) for day in (1, 2)]
    of_another = (*LINE[:8], "F2", *LINE[9:])
    load(conn, [File("ventes_lignes", tuple(SALES), days[0], days[0], (LINE,))])
    dbt(warehouse, "run", "--select", SELECTIONS[0])
    before = change_no(conn)

    def failing() -> set[str]:
        report = run_dbt(warehouse, ["test", "--select", *CONSERVATION], compared_up_to=before)
        assert report.error is None, report.error
        return {node.name for node in report.failed}

    # The line of F1 comes again, and a new one. The run is killed before and after deciding.
    corrected = (*LINE[:5], "60", *LINE[6:])
    load(conn, [File("ventes_lignes", tuple(SALES), days[1], days[1], (corrected, of_another))])
    assert CONSERVATION[0] in failing()
    dbt(warehouse, "run", "--select", "int_ventes_lignes__decided", compared_up_to=before)
    assert CONSERVATION[0] in failing()
    dbt(warehouse, "run", "--select", SELECTIONS[0], compared_up_to=before)
    assert failing() == set()
    faulty = ("ventes_lignes", "ventes_lignes_rejetees")
    with conn, conn.cursor() as cursor:
        for table in faulty:
            cursor.execute(f"create temp table sound_{table} as table etl.{table}")
    for fault, check in FAULTS.items():
        with conn, conn.cursor() as cursor:
            cursor.execute(fault)
        assert check in failing(), fault
        with conn, conn.cursor() as cursor:
            for table in faulty:
                cursor.execute(f"delete from etl.{table}")
                cursor.execute(f"insert into etl.{table} select * from sound_{table}")
        assert failing() == set()
    conn.close()
