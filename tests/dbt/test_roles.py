"""Who may read what, tried by connecting as each; the owner has no special right."""

import dataclasses
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from typing import Any

import psycopg2
import pytest
from psycopg2.errors import InsufficientPrivilege
from psycopg2.extensions import connection as Connection  # noqa: N812

from tests.support.estate import Estate
from tests.support.project import Parsed
from warehouse import database, migrate
from warehouse.dbt import run_dbt
from warehouse.errors import LockedError
from warehouse.progress import step_progress
from warehouse.settings import Settings
from weekly import steps
from weekly.run_log import RunLog
from weekly.steps import StepResult

pytestmark = pytest.mark.dbt

Ask = Callable[[str, str], list[Any]]
AT_WORK = "select pg_sleep(60)"


@pytest.fixture
def ask(estate: Estate) -> Iterator[Ask]:
    """A function (role, query) that connects as the role and returns what it may read."""
    place = estate.conn.get_dsn_parameters()
    opened: dict[str, Connection] = {}

    def query(role: str, statement: str) -> list[Any]:
        if role not in opened:
            opened[role] = psycopg2.connect(
                host=place["host"],
                port=place["port"],
                dbname=estate.database,
                user=role,
                password=role,
            )
            opened[role].autocommit = True
        with opened[role].cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    yield query
    for conn in opened.values():
        conn.close()


def test_the_analyst_reads_figures(ask: Ask) -> None:
    assert ask("anna", "select count(*), sum(total_achats) > 0 from crm.customer_360") == [
        (5, True)
    ]
    assert ask("anna", "select count(client_code) from raw.clients") == [(6,)]


@pytest.mark.parametrize(
    "query",
    [
        "select email from crm.customer_360",
        "select * from etl.clients",
        "select nom from raw.clients",
        "select email from raw.ventes_lignes",
        "select raw_text from raw.rejected_lines",
        "select email_norm from activation.outbox",
        "select payload from activation.outbox",
        "select * from test_failures.clients_sans_email",
        "update crm.customer_360 set nb_achats = 0",
    ],
)
def test_the_analyst_neither_reads_persons_nor_writes(ask: Ask, query: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        ask("anna", query)


def test_no_personal_column_is_open_to_the_analyst(estate: Estate, ask: Ask) -> None:
    opened = ask(
        "anna",
        "select table_schema, table_name, column_name from information_schema.column_privileges "
        "where grantee = 'crm_analyst' and column_name in "
        "(select column_name from raw.announced_columns where not analysts_read)",
    )
    assert opened == []


def test_the_analyst_reads_of_each_export_the_columns_announced_as_theirs(ask: Ask) -> None:
    announced = ask(
        "anna",
        "select table_name, column_name from raw.announced_columns "
        "where analysts_read order by 1, 2",
    )
    granted = ask(
        "anna",
        "select table_name::text, column_name::text from information_schema.column_privileges "
        "where grantee = 'crm_analyst' and table_schema = 'raw' and column_name !~ '^_' "
        "and table_name in (select table_name from raw.announced_columns) order by 1, 2",
    )
    assert granted == announced != []


def test_a_column_nobody_announced_is_closed_to_the_analyst(estate: Estate, ask: Ask) -> None:
    with estate.conn.cursor() as cursor:
        cursor.execute("alter table raw.clients add column date_de_naissance text")
    with pytest.raises(InsufficientPrivilege):
        ask("anna", "select date_de_naissance from raw.clients")


def test_the_page_reads_persons_and_writes_only_decisions(ask: Ask) -> None:
    assert ask("page", "select email from crm.customer_360 where email is not null") == [
        ("c1@example.org",)
    ]
    ask("page", "select count(*) from ops.dbt_results")
    ask(
        "page",
        "insert into activation.approvals (reco_id, content_hash, decision, decided_by, reason) "
        "select reco_id, content_hash, 'revoked', 'test', 'essai' from activation.recommendations",
    )
    ask("page", "select path from raw.files")
    ask(
        "page",
        "insert into activation.opt_outs_heard"
        " (client_code, heard_how, heard_on, told_to, recorded_by)"
        " values ('C1', 'phone', '2025-06-01', 'Odile', 'Claire')",
    )


@pytest.mark.parametrize(
    "query",
    [
        "select count(*) from raw.clients",
        "select count(*) from etl.ventes_lignes",
        "delete from activation.suppressions",
        "update activation.outbox set state = 'queued'",
        "insert into ops.runs (run_id, command) values (gen_random_uuid(), 'weekly')",
    ],
)
def test_the_page_touches_nothing_else(ask: Ask, query: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        ask("page", query)


def test_rights_outlive_the_table_they_were_given_on(estate: Estate, ask: Ask) -> None:
    estate.dbt("run", "--select", "customer_360", "--full-refresh")
    assert ask("anna", "select count(*) from crm.customer_360") == [(5,)]
    assert ask("page", "select count(email) from crm.customer_360") == [(1,)]


def test_rights_can_be_given_again(estate: Estate) -> None:
    assert estate.rows("select ops.grant_reading()::text, ops.grant_reading()::text") == [("", "")]


@pytest.mark.parametrize(
    "columns",
    [
        "approval_id, reco_id, content_hash, decision, decided_by",
        "reco_id, content_hash, decision, decided_by, decided_at",
    ],
)
def test_the_page_cannot_date_or_number_a_decision(ask: Ask, columns: str) -> None:
    """Numbered beyond all others, an approval would outlast every rejection to come."""
    values = {"approval_id": "9223372036854775806", "decided_at": "now() + interval '9 years'"}
    listed = [values.get(name, name) for name in columns.split(", ")]
    chosen = ", ".join(
        {"decision": "'approved'", "decided_by": "'test'"}.get(name, name) for name in listed
    )
    with pytest.raises(InsufficientPrivilege):
        ask(
            "page",
            f"insert into activation.approvals ({columns}) overriding system value "
            f"select {chosen} from activation.recommendations",
        )


def test_nobody_fires_a_trigger_of_the_house_from_a_table_of_their_own(
    estate: Estate, ask: Ask
) -> None:
    """It runs with the owner's rights: a letter would be approved, or sent, by an analyst."""
    ask(
        "anna",
        "create temp table mine"
        " (approval_id bigint, reco_id uuid, content_hash text, decision text)",
    )
    with pytest.raises(InsufficientPrivilege):
        ask(
            "anna",
            "create trigger fire after insert on mine referencing new table as made_now"
            " for each statement execute function activation.keep_last_decision()",
        )
    opened = estate.rows(
        "select pronamespace::regnamespace::text, proname from pg_proc"
        " where pronamespace::regnamespace::text in"
        " ('activation', 'dashboard', 'ops', 'queue', 'raw')"
        " and has_function_privilege('public', oid, 'execute')"
    )
    assert opened == []


def test_nobody_enters_a_database_that_has_not_let_them_in(
    estate: Estate, new_database: Callable[[], str]
) -> None:
    other = new_database()
    migrate.upgrade(lambda: psycopg2.connect(other))
    with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
        psycopg2.connect(other, user="anna", password="anna")
    with estate.conn.cursor() as cursor:
        cursor.execute("select has_database_privilege('public', current_database(), 'connect')")
        assert cursor.fetchone() == (False,)


def test_a_database_at_work_keeps_its_readers_when_it_is_closed(
    estate: Estate, new_database: Callable[[], str]
) -> None:
    url = new_database()
    migrate.upgrade(lambda: psycopg2.connect(url), "0011")
    with psycopg2.connect(url) as before, before.cursor() as cursor:
        cursor.execute("insert into ops.runs (run_id, command) values (gen_random_uuid(), 'x')")
    before.close()
    migrate.upgrade(lambda: psycopg2.connect(url))
    psycopg2.connect(url, user="anna", password="anna").close()


def test_a_database_found_open_is_closed_again(
    estate: Estate, new_database: Callable[..., str]
) -> None:
    url = new_database()
    migrate.upgrade(lambda: psycopg2.connect(url))
    conn = psycopg2.connect(url)
    conn.autocommit = True
    with conn.cursor() as cursor:
        cursor.execute(f"grant connect on database {conn.info.dbname} to public")
        database.guard(conn)
        cursor.execute("select has_database_privilege('public', current_database(), 'connect')")
        assert cursor.fetchone() == (False,)
    conn.close()


def test_readers_have_time_limits_and_the_owner_waits_but_not_for_ever(
    estate: Estate, ask: Ask
) -> None:
    names = ("idle_in_transaction_session_timeout", "statement_timeout", "lock_timeout")
    query = f"select {', '.join(f'current_setting({name!r})' for name in names)}"
    assert ask("anna", query) == ask("page", query) == [("5min", "10min", "1min")]
    place = estate.conn.get_dsn_parameters()
    owner = psycopg2.connect(
        host=place["host"], port=place["port"], dbname=estate.database,
        user="estate_owner", password="owner",
    )  # fmt: skip
    with owner.cursor() as cursor:
        cursor.execute(query)
        assert cursor.fetchone() == ("0", "0", "15min")
    owner.close()


def _rebuild(estate: Estate, conn: Connection, settings: Settings) -> StepResult:
    with RunLog(estate.conn, estate.settings) as log, step_progress("build") as progress:
        return steps.build_warehouse(steps.Context(settings, conn, log), progress)


@pytest.fixture
def one_table(estate: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the run's build replace `crm.customer_360` alone."""
    monkeypatch.setenv("DBT_TARGET_PATH", str(estate.target))
    monkeypatch.setattr(steps, "BUILD", ["run", "--select", "customer_360"])


@pytest.mark.parametrize("left", ["select count(*) from crm.customer_360", AT_WORK])
@pytest.mark.usefixtures("one_table")
def test_who_keeps_a_table_from_being_replaced_makes_way_and_the_run_names_them(
    estate: Estate, ask: Ask, left: str
) -> None:
    ask("anna", "begin")
    ask("anna", "select count(*) from crm.customer_360")
    working = threading.Thread(target=_until_ended, args=(ask, left))
    working.start()
    with closing(database.connect(estate.settings)) as conn:
        built = _rebuild(estate, conn, estate.settings)
    working.join()
    assert built.detail["failed"] == []
    assert {(one["user"], one["table"]) for one in built.detail["made_way"]} == {
        ("anna", "crm.customer_360")
    }
    assert "la session de anna gardait crm.customer_360 : interrompue" in built.notes[0]


def _until_ended(ask: Ask, statement: str) -> None:
    with suppress(psycopg2.Error):
        ask("anna", statement)


@pytest.mark.usefixtures("one_table")
def test_a_build_ends_with_a_name_when_who_holds_a_table_is_not_to_be_ended(
    estate: Estate, ask: Ask
) -> None:
    impatient = dataclasses.replace(
        estate.settings,
        database_url=f"{estate.settings.database_url}&options=-c%20lock_timeout%3D2s",
    )
    ask("anna", "set application_name = 'backup'")
    ask("anna", "begin")
    ask("anna", "select count(*) from crm.customer_360")
    with (
        closing(database.connect(impatient)) as conn,
        pytest.raises(LockedError, match="anna") as caught,
    ):
        _rebuild(estate, conn, impatient)
    ask("anna", "rollback")
    assert caught.value.exit_code == 75


def test_who_builds_a_personal_copy_builds_all_of_it_and_writes_nowhere_else(
    estate: Estate, dbt_project: Parsed, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = estate.conn.get_dsn_parameters()
    url = f"postgresql://berthe:berthe@/{estate.database}?host={place['host']}&port={place['port']}"
    hers = dataclasses.replace(estate.settings, database_url=url)
    target = ["--target-path", str(estate.target / "berthe"), "--target", "dev"]
    monkeypatch.setenv("DBT_TARGET_SCHEMA", "berthe")
    with monkeypatch.context() as writing:
        writing.setenv("DBT_WRITE_JSON", "true")
        assert estate.dbt("parse").error is None
    house = ["--defer", "--state", str(estate.target)]
    report = run_dbt(hers, ["run", "--select", "customer_purchases", *house, *target])
    assert (report.error, [(r.name, r.message) for r in report.failed]) == (None, [])
    report = run_dbt(hers, ["build", "--exclude-resource-type", "test", "unit_test", *target])
    assert (report.error, [(r.name, r.message) for r in report.failed]) == (None, [])
    count = "select count(*), sum(total_achats) from {}crm.customer_360"
    assert ask("berthe", count.format("berthe_")) == ask("berthe", count.format(""))

    dbt_project.remember(hers, estate.target / "prod")
    prod = ["--target-path", str(estate.target / "prod"), "--select", "customer_purchases"]
    report = run_dbt(hers, ["run", *prod])
    assert "permission denied" in report.failed[0].message
    for query in (
        "delete from raw.clients",
        "drop table crm.customer_360",
        "insert into activation.approvals (reco_id) values (gen_random_uuid())",
    ):
        with pytest.raises(InsufficientPrivilege):
            ask("berthe", query)
    with pytest.raises(InsufficientPrivilege):
        ask("anna", count.format("berthe_"))
    ask("berthe", "drop owned by berthe")
