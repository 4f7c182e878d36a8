"""One PostgreSQL server for the whole suite; every test gets a database of its own."""

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extensions import parse_dsn

from warehouse import database
from warehouse.embedded import EmbeddedServer
from warehouse.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parents[1]
# The suite's data are thrown away: nothing has to survive a power cut.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=50")


@pytest.fixture(scope="session", autouse=True)
def _only_the_tests_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the settings of whoever runs the suite out of it, and its own out of theirs."""
    for name in list(os.environ):
        if name.startswith(("PG", "BREVO_", "ESTATE_", "ACTIVATION_")) or name in (
            "DATABASE_URL",
            "EXPORTS_DIR",
            "AS_OF_DATE",
            "STATE_DIR",
            "ERASURES_FILE",
            "DBT_TARGET_PATH",
        ):
            del os.environ[name]
    # profiles.yml of the checkout stays the analyst's, var/ its databases'.
    os.environ["STATE_DIR"] = str(tmp_path_factory.mktemp("state"))
    os.environ["DBT_PROFILES_DIR"] = str(tmp_path_factory.mktemp("profiles"))


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedServer]:
    """The suite's PostgreSQL 18."""
    folder = Path(tempfile.mkdtemp(prefix="crm-tests-"))
    folder.chmod(0o755)
    running = EmbeddedServer(folder, options=FAST)
    running.start()
    yield running
    # No farewell checkpoint: writing hundreds of thrown-away databases takes a minute.
    running._run("pg_ctl", "-D", str(running.data), "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def new_database(server: EmbeddedServer) -> Callable[..., str]:
    """Return a function that creates a database, empty or a copy, and returns its URL."""
    numbers = itertools.count(1)

    def create(template: str = "template1") -> str:
        name = f"test_{next(numbers)}"
        target = server.parameters()
        conn = psycopg2.connect(**target, dbname="postgres")
        conn.autocommit = True
        with conn.cursor() as cursor:
            cursor.execute(f"create database {name} template {template}")
        conn.close()
        return (
            f"postgresql://{target['user']}:{target['password']}@/{name}"
            f"?host={target['host']}&port={target['port']}"
        )

    return create


@pytest.fixture(scope="session")
def migrated(new_database: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Name of a migrated database nobody writes to: copying it is faster than migrating."""
    url = new_database()
    empty = tmp_path_factory.mktemp("exports")
    database.connect(Settings(ROOT, empty, is_demo=False, database_url=url)).close()
    return str(parse_dsn(url)["dbname"])


@pytest.fixture
def settings(
    new_database: Callable[..., str], migrated: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    """Settings of an empty project: a fresh migrated database and an empty exports folder."""
    exports = tmp_path / "exports"
    (exports / "raw" / "isavigne").mkdir(parents=True)
    monkeypatch.setenv("DATABASE_URL", new_database(template=migrated))
    monkeypatch.setenv("STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("EXPORTS_DIR", str(exports))
    found = load_settings()
    database.connect(found).close()
    return found
