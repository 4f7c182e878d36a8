"""A new version's schemas: only behind a tried backup, all or nothing, from every version."""

import shutil
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
import yaml
from typer.testing import CliRunner

from deploy.backup.cli import app
from deploy.backup.manifest import measure
from deploy.backup.restore import restore
from deploy.backup.take import take_as_it_is
from tests.support.estate import READERS
from warehouse import database, migrate
from warehouse.embedded import MAJOR
from warehouse.errors import ConfigurationError, LockedError, NeedsPersonError
from warehouse.rows import rows
from warehouse.settings import ROOT, Settings, load_settings

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("upgrade")]

ESTATES = sorted((ROOT / "tests").rglob("estate_of_*.sql"))
OLD = "0018"
A_FILE = """
insert into raw.files
    (dataset, path, export_date, sha256, size_bytes, row_count, rejected_count, encoding, delimiter,
     status, run_id)
values ('clients', 'clients_2026-11-16.csv', '2026-11-16', repeat('a', 64), 1, 1, 0, 'utf-8', ';',
        'loaded', gen_random_uuid())
"""
BROKEN = """
from alembic import op
revision = "9998"
down_revision = "{head}"
def upgrade() -> None:
    op.execute("create table ops.half_done (x int)")
    op.execute("alter table ops.not_there add column x int")
"""


@pytest.fixture
def house(
    new_database: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Path | None], Settings]:
    """Return a function that makes a house of long ago: from its estate, or one file at `OLD`."""

    def make(estate: Path | None = None) -> Settings:
        url = new_database()
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("STATE_DIR", str(tmp_path / "state"))
        monkeypatch.setenv("EXPORTS_DIR", str(tmp_path))
        if estate is None:
            migrate.upgrade(lambda: psycopg2.connect(url), OLD)
        with closing(psycopg2.connect(url)) as conn, conn, conn.cursor() as cursor:
            cursor.execute(READERS)
            cursor.execute(estate.read_text(encoding="utf-8") if estate else A_FILE)
        return load_settings()

    return make


def held(settings: Settings) -> dict[str, list[int]]:
    with closing(psycopg2.connect(settings.database_url)) as conn:
        return measure(conn)


def version(settings: Settings) -> str | None:
    with closing(psycopg2.connect(settings.database_url)) as conn:
        return migrate.current(conn)


def test_data_nobody_tried_to_bring_back_are_left_as_they_are(
    house: Callable[..., Settings],
) -> None:
    settings = house()
    with pytest.raises(NeedsPersonError, match="make upgrade"):
        database.connect(settings)
    assert version(settings) == OLD
    with closing(psycopg2.connect(settings.database_url)) as conn, conn, conn.cursor() as cursor:
        cursor.execute(
            "insert into ops.backup_events (kind, backup, seconds, is_good)"
            " values ('taken', 'mine', 1, true), ('drilled', 'mine', 1, true)"
        )
    database.connect(settings).close()
    assert version(settings) == migrate.head()


@pytest.mark.parametrize("estate", ESTATES, ids=lambda path: path.stem)
def test_a_house_of_each_version_there_was_is_brought_to_this_one(
    house: Callable[..., Settings], estate: Path
) -> None:
    settings = house(estate)
    before = held(settings)
    done = CliRunner().invoke(app, ["upgrade"])
    assert done.exit_code == 0, done.stderr
    assert "essayée à cette version" in done.stdout
    assert version(settings) == migrate.head()
    after = held(settings)
    lines = [name for name in before if name.startswith("raw.") and name != "raw.files"]
    assert {name: after[name][0] for name in lines} == {name: before[name][0] for name in lines}
    assert list((settings.root / settings.values["STATE_DIR"] / "backups").glob("*.verified"))
    again = CliRunner().invoke(app, ["upgrade"])
    assert (again.exit_code, "déjà à cette version" in again.stdout) == (0, True)


def test_every_tag_has_its_estate() -> None:
    """`git tag` as in any clone; without git, as in an unpacked archive, there is none to miss."""
    git = shutil.which("git")
    done = (
        subprocess.run([git, "tag"], cwd=ROOT, capture_output=True, text=True, check=False)
        if git
        else None
    )
    tags = done.stdout.split() if done else []
    assert {f"estate_of_{tag}" for tag in ("ced0489", *tags)} <= {path.stem for path in ESTATES}


def test_a_version_that_fails_changes_nothing_and_the_one_before_works(
    house: Callable[..., Settings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = house()
    before = held(settings)
    broken = shutil.copytree(migrate.FOLDER, tmp_path / "broken")
    text = BROKEN.format(head=migrate.head())
    (broken / "versions" / "9998_broken.py").write_text(text, encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "FOLDER", broken)
        refused = CliRunner().invoke(app, ["upgrade"])
        assert (refused.exit_code, "échouent sur une copie" in refused.stderr) == (3, True)
        with pytest.raises(psycopg2.errors.UndefinedTable):
            migrate.upgrade(lambda: psycopg2.connect(settings.database_url))
    assert held(settings) == before
    assert CliRunner().invoke(app, ["upgrade"]).exit_code == 0


def test_nothing_is_upgraded_below_a_run_at_work(house: Callable[..., Settings]) -> None:
    settings = house()
    with (
        closing(psycopg2.connect(settings.database_url)) as run,
        database.advisory_lock(run, "weekly"),
        pytest.raises(LockedError),
    ):
        migrate.upgrade(lambda: psycopg2.connect(settings.database_url))
    assert version(settings) == OLD


def test_a_database_of_tomorrow_is_refused(house: Callable[..., Settings]) -> None:
    settings = house()
    with closing(psycopg2.connect(settings.database_url)) as conn, conn, conn.cursor() as cursor:
        cursor.execute("update ops.schema_version set version_num = '9999'")
    with pytest.raises(ConfigurationError, match="newer version"):
        database.connect(settings)
    refused = CliRunner().invoke(app, ["upgrade"])
    assert (refused.exit_code, "plus récente" in refused.stderr) == (2, True)


def test_data_of_another_major_are_refused_and_come_back_in_a_new_server(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    values = {"STATE_DIR": str(tmp_path / "state")}
    settings = Settings(tmp_path, tmp_path, is_demo=False, database_url=None, values=values)
    server = database.server(settings)
    try:
        with closing(database.connect(settings)) as conn:
            with conn, conn.cursor() as cursor:
                cursor.execute(A_FILE)
            backup = take_as_it_is(settings, conn, None).backup
        server.stop()
        (server.data / "PG_VERSION").write_text("17\n", encoding="ascii")
        with pytest.raises(NeedsPersonError, match="make restore"):
            database.connect(settings)
        server.folder.rename(server.folder.with_name(".postgres-17"))
        restore(settings, backup.plain)
        with closing(database.connect(settings)) as conn:
            assert rows(conn, "select path from raw.files") == [{"path": "clients_2026-11-16.csv"}]
    finally:
        server.stop()


def test_the_compose_file_and_the_wheel_are_of_one_major_that_no_pull_changes() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    assert services["db"]["image"].startswith(f"postgres:{MAJOR}.")
    assert services["db"]["environment"]["PGDATA"] == f"/var/lib/postgresql/{MAJOR}/docker"
