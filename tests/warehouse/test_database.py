"""The embedded server, migrations and locks."""

import dataclasses
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from warehouse import database, migrate
from warehouse.embedded import EmbeddedServer
from warehouse.errors import ConfigurationError, LockedError, OutOfReachError
from warehouse.settings import Settings


@pytest.fixture
def odd_folder() -> Iterator[Path]:
    """A folder with spaces and accents, too long for the address of a socket."""
    base = Path(tempfile.mkdtemp(prefix="crm-tests-"))
    base.chmod(0o755)
    folder = base / f"Domaine d'Été {'x' * 90}"
    folder.mkdir()
    yield folder
    shutil.rmtree(base, ignore_errors=True)


@pytest.mark.processes
@pytest.mark.skipif(sys.platform == "win32", reason="unix sockets")
def test_the_embedded_server_starts_in_any_folder_and_can_be_started_twice(
    odd_folder: Path,
) -> None:
    first = EmbeddedServer(odd_folder / ".postgres")
    parameters = first.start()
    try:
        assert EmbeddedServer(odd_folder / ".postgres").start() == parameters
        conn = psycopg2.connect(**parameters, dbname="postgres")
        assert conn.server_version >= 180000
        conn.close()
    finally:
        assert first.stop()
    assert not first.is_running()


def test_migrating_twice_changes_nothing(new_database: Callable[[], str]) -> None:
    url = new_database()
    assert migrate.upgrade(lambda: psycopg2.connect(url))
    assert not migrate.upgrade(lambda: psycopg2.connect(url))
    conn = psycopg2.connect(url)
    assert migrate.current(conn) == migrate.head()
    conn.close()


def migrated_to(url: str, revision: str) -> None:
    """Bring a database to an older revision than the last."""
    config = Config()
    config.set_main_option("script_location", str(migrate.FOLDER))
    with psycopg2.connect(url) as conn, conn.cursor() as cursor:
        cursor.execute("create schema if not exists ops")
    engine = create_engine("postgresql+psycopg2://", creator=lambda: psycopg2.connect(url))
    with engine.begin() as bound:
        config.attributes["connection"] = bound
        command.upgrade(config, revision)


def test_files_loaded_before_get_the_moment_of_their_export(
    new_database: Callable[..., str],
) -> None:
    url = new_database()
    migrated_to(url, "0009")
    conn = psycopg2.connect(url)
    with conn, conn.cursor() as cursor:
        cursor.execute(
            "insert into raw.files (path, dataset, export_date, sha256, stamp, status) values "
            "('a/stock_2025-12-27.csv', 'stock', '2025-12-27', 'x', %(stamp)s, 'loaded'), "
            "('a/stock.csv', null, '2025-12-29', 'x', %(stamp)s, 'duplicate')",
            {"stamp": "9:1766998800000000000:1"},
        )
    migrate.upgrade(lambda: psycopg2.connect(url))
    with conn, conn.cursor() as cursor:
        cursor.execute("set timezone = 'Europe/Paris'")
        cursor.execute(
            "select dataset, exported_at::text, modified_at::text from raw.files order by file_id"
        )
        assert cursor.fetchall() == [
            ("stock", "2025-12-27 00:00:00+01", "2025-12-29 10:00:00+01"),
            ("stock", "2025-12-29 10:00:00+01", "2025-12-29 10:00:00+01"),
        ]
    conn.close()


def test_migrations_form_one_chain_numbered_like_their_files() -> None:
    numbers = sorted(path.name[:4] for path in (migrate.FOLDER / "versions").glob("[0-9]*.py"))
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


def test_a_second_run_is_turned_away_at_once_and_the_lock_is_free_again(
    settings: Settings,
) -> None:
    one, two = database.connect(settings), database.connect(settings)
    with (
        database.advisory_lock(one, "weekly"),
        pytest.raises(LockedError, match="weekly"),
        database.advisory_lock(two, "weekly"),
    ):
        pass
    with database.advisory_lock(two, "weekly"):
        pass
    one.close()
    two.close()


def test_a_server_that_does_not_answer_is_named_without_its_password(settings: Settings) -> None:
    nowhere = dataclasses.replace(settings, database_url="postgresql://u:secret@127.0.0.1:1/crm")
    with pytest.raises(OutOfReachError, match=r"127\.0\.0\.1:1") as caught:
        database.connect(nowhere)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "secret address",
        "postgresql://u:sec@ret@127.0.0.1:1/crm",
        "postgresql://u:sec/ret@127.0.0.1:1/crm",
        "postgresql://u:sec@re/t@127.0.0.1:1/crm",
        "postgresql://u:12/secret@127.0.0.1:1/crm",
        "postgresql://u:sec%ret@127.0.0.1:1/crm",
        "host=127.0.0.1 port=1 password='sec'ret",
    ],
)
def test_an_unreadable_address_is_refused_without_being_shown_even_in_part(
    settings: Settings, address: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        database.connect(dataclasses.replace(settings, database_url=address))
    assert not [part for part in ("sec", "ret", "12/") if part in str(caught.value)]


@pytest.mark.parametrize("encoding", ["UTF8", "LATIN1", "SQL_ASCII"])
def test_a_database_that_cannot_lower_an_accented_letter_is_refused_with_the_remedy(
    settings: Settings, encoding: str
) -> None:
    admin = psycopg2.connect(str(settings.database_url))
    admin.autocommit = True
    plain = f"{admin.info.dbname}_plain"  # of this worker: others try theirs
    with admin.cursor() as cursor:
        cursor.execute(f"drop database if exists {plain}")
        cursor.execute(
            f"create database {plain} template template0 encoding '{encoding}' "
            "locale_provider libc locale 'C'"
        )
    admin.close()
    url = psycopg2.extensions.make_dsn(str(settings.database_url), dbname=plain)
    address = dataclasses.replace(settings, database_url=url)
    with pytest.raises(ConfigurationError, match=f"encoding {encoding}, .*locale 'C.UTF-8'"):
        database.connect(address)


def test_a_migration_that_waited_too_long_says_so_without_its_text(
    new_database: Callable[[], str],
) -> None:
    url = new_database()
    migrate.upgrade(lambda: psycopg2.connect(url), "0009")
    with psycopg2.connect(url) as conn, conn.cursor() as cursor:
        # The next step alters `raw.files`, which this session goes on reading.
        cursor.execute("select count(*) from raw.files")
        with pytest.raises(psycopg2.errors.LockNotAvailable) as caught:
            migrate.upgrade(lambda: psycopg2.connect(url, options="-c lock_timeout=300ms"))
    conn.close()
    assert "alter" not in str(caught.value).lower()
