"""Nobody unasked gets into the embedded server: the folder of its socket, and its password."""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from warehouse import memory
from warehouse.embedded import LOG_BYTES, EmbeddedServer, sized_for
from warehouse.errors import NeedsPersonError
from warehouse.rows import value

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(sys.platform == "win32", reason="unix sockets"),
]


@pytest.fixture
def mine() -> Iterator[EmbeddedServer]:
    """A server of the test's own, not started yet, where its user may walk."""
    base = Path(tempfile.mkdtemp(prefix="crm-tests-"))
    base.chmod(0o755)
    made = EmbeddedServer(base / ".postgres")
    yield made
    made.stop()
    shutil.rmtree(base)


def may_enter_without_password(server: EmbeddedServer, *, expected: bool) -> bool:
    """Try until it is as expected, for a moment: a server reads its rules again in its own time."""
    target = {**server.parameters(), "password": "", "dbname": "postgres"}
    may, until = not expected, time.monotonic() + 20
    while may is not expected and time.monotonic() < until:
        try:
            psycopg2.connect(**target, passfile="/nonexistent").close()
            may = True
        except psycopg2.OperationalError:
            may = False
    return may


def test_the_socket_asks_for_a_password_also_in_a_cluster_made_when_it_did_not(
    mine: EmbeddedServer,
) -> None:
    mine.start()
    assert not may_enter_without_password(mine, expected=False)
    rules = mine.data / "pg_hba.conf"
    rules.write_text(rules.read_text().replace("scram-sha-256", "trust"))
    mine._run("pg_ctl", "-D", str(mine.data), "reload")
    assert may_enter_without_password(mine, expected=True)
    mine.start()
    assert not may_enter_without_password(mine, expected=False)
    psycopg2.connect(**mine.parameters(), dbname="postgres").close()


def test_the_socket_stands_in_a_folder_of_the_server_alone(mine: EmbeddedServer) -> None:
    folder = Path(mine.start()["host"])
    assert folder == mine.folder / "sockets"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (mine.folder / "password").stat().st_mode & 0o777 == 0o600


def open_to_all(place: Path) -> None:
    place.mkdir()
    place.chmod(0o777)


def elsewhere(place: Path) -> None:
    place.with_name("elsewhere").mkdir(mode=0o700)
    place.symlink_to(place.with_name("elsewhere"))


def somebody_elses(place: Path) -> None:
    place.mkdir(mode=0o700)
    os.chown(place, 54321, 54321)


@pytest.mark.parametrize(
    "made_beforehand",
    [
        open_to_all,
        elsewhere,
        pytest.param(
            somebody_elses,
            marks=pytest.mark.skipif(
                sys.platform != "win32" and os.geteuid() != 0, reason="only root gives files away"
            ),
        ),
    ],
)
def test_a_folder_somebody_made_beforehand_is_refused(
    mine: EmbeddedServer, made_beforehand: object
) -> None:
    mine.folder.mkdir()
    assert callable(made_beforehand)
    made_beforehand(mine.folder / "sockets")
    with pytest.raises(NeedsPersonError, match="have it removed"):
        mine.start()
    assert not mine.is_running()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root gives away")
def test_a_server_somebody_else_has_prepared_is_refused(mine: EmbeddedServer) -> None:
    somebody_elses(mine.folder)
    with pytest.raises(NeedsPersonError, match="somebody else"):
        mine.start()
    assert not mine.is_running()


def test_a_folder_others_may_write_to_is_closed(mine: EmbeddedServer) -> None:
    open_to_all(mine.folder)
    mine.start()
    assert mine.folder.stat().st_mode & 0o022 == 0


def test_a_folder_opened_while_the_server_runs_is_refused(mine: EmbeddedServer) -> None:
    folder = Path(mine.start()["host"])
    folder.chmod(0o777)
    with pytest.raises(NeedsPersonError, match=str(folder)):
        mine.start()


def test_a_socket_cleaned_away_is_made_again(mine: EmbeddedServer) -> None:
    target = mine.start()
    next(Path(target["host"]).glob(".s.PGSQL.*[0-9]")).unlink()
    psycopg2.connect(**mine.start(), dbname="postgres").close()


def test_the_server_sets_itself_up_for_the_memory_it_finds(
    mine: EmbeddedServer, tmp_path: Path
) -> None:
    container = tmp_path / "memory.max"
    container.write_text("536870912\n")
    assert memory.found([container]) == 512
    container.write_text("max\n")
    assert memory.found([container]) == memory.found([tmp_path / "nothing"]) > 512
    assert sized_for(512) == ("shared_buffers=64MB", "effective_cache_size=256MB")
    assert sized_for(3584) == ("shared_buffers=448MB", "effective_cache_size=1792MB")
    assert sized_for(24_000) == ("shared_buffers=1024MB", "effective_cache_size=12000MB")
    with closing(psycopg2.connect(**mine.start(), dbname="postgres")) as conn:
        kept = "select setting::int / 128 from pg_settings where name = 'effective_cache_size'"
        assert f"effective_cache_size={value(conn, kept)}MB" in sized_for(memory.found())


def test_the_servers_log_keeps_to_its_room_and_quotes_nobody(mine: EmbeddedServer) -> None:
    with closing(psycopg2.connect(**mine.start(), dbname="postgres")) as conn:
        with pytest.raises(psycopg2.Error), conn, conn.cursor() as cursor:
            cursor.execute("select 'zoe.aubigne@example.org'::int")
        assert "zoe.aubigne" not in mine.log.read_text()
        with mine.log.open("ab") as log:
            log.write(b"x" * 2 * LOG_BYTES)
        mine.start()
    mine.stop()  # of which it tells at the end of the file it had open
    assert 0 < mine.log.stat().st_size < 10_000
    kept = mine.log.with_suffix(".1.log")
    assert (kept.stat().st_size, kept.stat().st_mode & 0o077) == (LOG_BYTES, 0)
