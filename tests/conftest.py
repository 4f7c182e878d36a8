"""One PostgreSQL server for the suite, however many workers; a database for whoever needs one."""

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import fasteners
import psycopg2
import pytest
from dotenv import dotenv_values
from playwright.sync_api import Browser, sync_playwright
from psycopg2.extensions import parse_dsn

from tests.support.database import SharedDatabase
from tests.support.guards import OnlyMarkedTestsStart, TreeIsLeftAlone, may_start
from tests.support.project import Parsed, draw, parsed
from warehouse import database
from warehouse.embedded import EmbeddedServer
from warehouse.settings import ROOT, Settings, load_settings

# The suite's data are thrown away: nothing has to survive a power cut. Where there is room they
# are kept in memory: a database is a thousand files, emptied or copied for every test, and a disk
# takes ten times as long over them.
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder with a name of its own is made in it
ROOM = 3_000_000_000  # bytes; the quick tests hold a tenth of it
FAST = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100"),
    "scram_iterations=1",  # a connection costs half: nobody guesses at these passwords
)
SUITE = pytest.StashKey[Path]()
OURS = (
    "ALERT_",
    "BACKUP_",
    "DASHBOARD_",
    "PG",
    "BREVO_",
    "ESTATE_",
    "ACTIVATION_",
    "LOADER_",
    "DBT_",
)
OUR_NAMES = (
    *("DATABASE_URL", "EXPORTS_DIR", "AS_OF_DATE", "ERASURES_FILE", "STATE_DIR"),
    *("CRM_HOUSE", "HOUSES_FILE", "FLEET_PATIENCE", "FLEET_RETRY_SECONDS"),
)


def pytest_configure(config: pytest.Config) -> None:
    """Give the suite a folder of its own, which its workers share."""
    config.pluginmanager.register(OnlyMarkedTestsStart())
    given = getattr(config, "workerinput", None)
    if given:
        config.stash[SUITE] = Path(given["suite"])
        return
    has_room = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    place = MEMORY if has_room and os.access(MEMORY, os.W_OK) else None
    config.stash[SUITE] = Path(tempfile.mkdtemp(prefix="crm-tests-", dir=place))
    config.stash[SUITE].chmod(0o755)  # PostgreSQL has a user of its own
    config.pluginmanager.register(TreeIsLeftAlone(ROOT))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist where the suite's folder is."""
    node.workerinput["suite"] = str(node.config.stash[SUITE])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server once every worker has ended."""
    if hasattr(config, "workerinput"):
        return
    server = EmbeddedServer(config.stash[SUITE] / "server")
    if server.is_running():
        # No farewell checkpoint: writing hundreds of thrown-away databases takes a minute.
        server._run("pg_ctl", "-D", str(server.data), "-m", "immediate", "-w", "stop")
    shutil.rmtree(config.stash[SUITE], ignore_errors=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each group of tests one worker, and let what is long begin: none ends alone, late.

    pytest-xdist takes the groups first, the largest of them before the others.
    """
    for item in items:
        if "owned_database" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("estate"))
    long = ("xdist_group", "dbt", "processes")
    items.sort(key=lambda item: [item.get_closest_marker(mark) is None for mark in long])


@pytest.fixture(scope="session")
def suite(pytestconfig: pytest.Config) -> Path:
    """The folder all workers of this run share."""
    return pytestconfig.stash[SUITE]


@pytest.fixture(scope="session", autouse=True)
def _only_the_tests_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the settings of whoever runs the suite out of it, and its files out of the checkout."""
    for name in list(os.environ):
        if name.startswith(OURS) or name in OUR_NAMES:
            del os.environ[name]
    # The environment wins over `.env`, and nothing is as good as absent.
    os.environ.update(dict.fromkeys(dotenv_values(ROOT / ".env"), ""))
    folder = tmp_path_factory.mktemp("written")
    for name in ("profiles", "target", "state"):
        (folder / name).mkdir()
    os.environ["DBT_PROFILES_DIR"] = str(folder / "profiles")
    os.environ["DBT_TARGET_PATH"] = str(folder / "target")
    os.environ["DBT_LOG_PATH"] = str(folder / "logs")
    os.environ["DBT_WRITE_JSON"] = "false"  # the manifest, twice a command: nobody reads it
    os.environ["STATE_DIR"] = str(folder / "state")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one for a worker: a process drives no second one."""
    with may_start(), sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def server(suite: Path) -> EmbeddedServer:
    """The suite's PostgreSQL 18: the first worker that needs it starts it."""
    running = EmbeddedServer(suite / "server", options=FAST)
    made = suite / "server.made"
    with may_start(), fasteners.InterProcessLock(suite / "server.lock"):
        place = running.start()
        if not made.exists():  # its password was made before the server heard of `FAST`
            with closing(psycopg2.connect(**place, dbname="postgres")) as conn, conn:
                conn.cursor().execute("alter role current_user password %s", (place["password"],))
            made.touch()
    return running


@pytest.fixture(scope="session")
def new_database(server: EmbeddedServer) -> Callable[..., str]:
    """Return a function that creates a database, empty or a copy, and returns its URL.

    Under a `name` it has been given before, it replaces that one.
    """
    numbers = itertools.count(1)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")

    def create(template: str = "template1", name: str = "") -> str:
        name = name or f"test_{worker}{next(numbers)}"
        target = server.parameters()
        conn = psycopg2.connect(**target, dbname="postgres")
        conn.autocommit = True
        with conn.cursor() as cursor:
            cursor.execute(f"drop database if exists {name} with (force)")
            cursor.execute(f"create database {name} template {template}")
        conn.close()
        return (
            f"postgresql://{target['user']}:{target['password']}@/{name}"
            f"?host={target['host']}&port={target['port']}"
        )

    return create


@pytest.fixture(scope="session")
def migrated(new_database: Callable[..., str], suite: Path) -> str:
    """Name of a migrated database nobody writes to: copying it is faster than migrating."""
    name = suite / "migrated"
    with fasteners.InterProcessLock(suite / "migrated.lock"):
        if not name.exists():
            url = new_database()
            database.connect(Settings(ROOT, ROOT, is_demo=False, database_url=url)).close()
            name.write_text(str(parse_dsn(url)["dbname"]), encoding="ascii")
    return name.read_text(encoding="ascii")


@pytest.fixture(scope="session")
def dbt_database(new_database: Callable[..., str], migrated: str) -> SharedDatabase:
    """The database in which dbt builds for one test, or module, after the other.

    Always under one name and one `DBT_TARGET_PATH`: dbt reads the whole project once.
    """
    return SharedDatabase(new_database, migrated)


@pytest.fixture(scope="session")
def dbt_project(dbt_database: SharedDatabase, suite: Path, pytestconfig: pytest.Config) -> Parsed:
    """The project after one strict parse, for all workers and all runs until a file changes."""
    values = {name: os.environ[name] for name in ("DBT_PROFILES_DIR", "STATE_DIR")}
    address = dbt_database.url
    settings = Settings(ROOT, ROOT, is_demo=False, database_url=address, values=values)
    cache = getattr(pytestconfig, "cache", None)
    with may_start():
        found = parsed(settings, cache.mkdir("project") if cache else suite / "project")
    found.remember(settings, Path(os.environ["DBT_TARGET_PATH"]))
    return found


@pytest.fixture(scope="session")
def manifest(dbt_project: Parsed) -> dict[str, Any]:
    """The project as dbt understands it: `target/manifest.json`."""
    return dbt_project.manifest


@pytest.fixture(scope="session")
def drawn(new_database: Callable[..., str], migrated: str, manifest: dict[str, Any]) -> str:
    """Name of a migrated database with every table dbt promises, empty, that nobody writes to."""
    url = new_database(template=migrated)
    conn = psycopg2.connect(url)
    draw(conn, manifest)
    conn.close()
    return str(parse_dsn(url)["dbname"])


@pytest.fixture
def dbt_settings(
    dbt_database: SharedDatabase,
    dbt_project: Parsed,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Settings:
    """Settings, in the environment too, of a migrated database for dbt to build in."""
    monkeypatch.setenv("DATABASE_URL", dbt_database.emptied())
    monkeypatch.setenv("STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("EXPORTS_DIR", str(tmp_path))
    settings = load_settings()
    dbt_project.remember(settings, Path(os.environ["DBT_TARGET_PATH"]))  # whatever ran before
    return settings


@pytest.fixture(scope="session")
def drawn_database(new_database: Callable[..., str], drawn: str) -> SharedDatabase:
    """One database for most tests, with every table dbt promises."""
    return SharedDatabase(new_database, drawn)


@pytest.fixture
def settings(
    drawn_database: SharedDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    """Settings, in the environment too, of an empty project: no row, no export."""
    exports = tmp_path / "exports"
    (exports / "raw" / "isavigne").mkdir(parents=True)
    monkeypatch.setenv("DATABASE_URL", drawn_database.emptied())
    monkeypatch.setenv("STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("EXPORTS_DIR", str(exports))
    return load_settings()
