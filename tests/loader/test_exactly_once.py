"""Every content once: renamed, touched, growing, killed in the middle, loaded by two at once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg2
import pytest

from loader.discover import date_in_name, moment_in_name
from loader.load import LOCK
from tests.support.loader import HEADER, LINE, Estate, sales
from warehouse import database
from warehouse.errors import LockedError

DECEMBER = datetime(2025, 11, 30, 12, tzinfo=UTC).timestamp()
GOOD = f"{HEADER}\n{sales(3)}"


def statuses(estate: Estate) -> list[str]:
    return [result.status for result in estate.load().files]


def test_a_second_run_does_nothing(estate: Estate) -> None:
    estate.drop(GOOD)
    assert statuses(estate) == ["loaded"]
    report = estate.load()
    assert (report.files, report.unchanged) == ([], 1)


def test_the_same_bytes_under_another_name_load_once(estate: Estate) -> None:
    estate.drop(GOOD, name="a.csv")
    estate.drop(GOOD, name="b.csv")
    assert sorted(statuses(estate)) == ["duplicate", "loaded"]
    estate.drop(GOOD, name="sub/c.csv")
    assert statuses(estate) == ["duplicate"]
    assert statuses(estate) == []
    assert len(estate.column("client_code")) == 3


def test_the_same_name_with_new_content_loads_again(estate: Estate) -> None:
    estate.drop(GOOD)
    estate.load()
    estate.drop(GOOD.replace("FA0003", "FA0009"))
    assert statuses(estate) == ["loaded"]
    assert estate.column("document_no")[-1] == "FA0009"


def test_a_file_only_touched_stays_as_it_is(estate: Estate) -> None:
    path = estate.drop(GOOD)
    estate.load()
    os.utime(path, (1, 1))
    assert estate.load().unchanged == 1
    assert estate.query("select status from raw.files") == [("loaded",)]


def test_a_young_file_waits_and_leaves_no_trace(with_values: Callable[..., Estate]) -> None:
    estate = with_values(LOADER_SETTLE_SECONDS="60")
    path = estate.drop(GOOD)
    assert statuses(estate) == ["waiting"]
    assert estate.query("select * from raw.files") == []
    os.utime(path, (time.time() - 61,) * 2)
    assert statuses(estate) == ["loaded"]


def test_a_file_that_grows_while_it_is_read_waits(estate: Estate) -> None:
    path = estate.drop(GOOD)

    def grow(_path: str, _done: int, _total: int) -> None:
        with path.open("a") as file:
            file.write(LINE.format(9) + "\n")

    assert [result.status for result in estate.load(progress=grow).files] == ["waiting"]
    assert estate.column("client_code") == []
    assert [result.row_count for result in estate.load().files] == [4]


def test_a_file_taken_away_before_its_turn_waits_and_leaves_no_trace(estate: Estate) -> None:
    estate.drop(f"{HEADER}\n{sales(3)}", name="2025-01-01.csv")
    next_one = estate.drop(f"{HEADER}\n{sales(4)}", name="2025-01-08.csv")
    report = estate.load(tell=lambda _: next_one.unlink(missing_ok=True))
    assert [result.status for result in report.files] == ["loaded", "waiting"]
    assert len(estate.query("select * from raw.files")) == 1


def test_a_dry_run_keeps_nothing(estate: Estate) -> None:
    estate.drop(f"{HEADER};nouvelle\n" + sales(3).replace("\n", ";x\n"))
    estate.drop("", name="b.csv")
    report = estate.load(dry_run=True)
    assert sorted(result.status for result in report.files) == ["loaded", "refused"]
    assert estate.query("select * from raw.files") == estate.column("client_code") == []
    assert sorted(statuses(estate)) == ["loaded", "refused"]


def test_files_are_taken_by_export_date_then_age(estate: Estate) -> None:
    names = ["ventes 27-12-2025.csv", "ventes_20251220.csv", "a_2025-12-13.csv", "sans date.csv"]
    for number, name in enumerate(names):
        os.utime(estate.drop(GOOD.replace("FA0001", f"X{number}"), name=name), (10**9, 10**9))
    assert [Path(result.path).name for result in estate.load().files] == names[::-1]


def test_a_content_that_comes_again_at_a_later_date_says_it_again(estate: Estate) -> None:
    one, other = GOOD, GOOD.replace("FA0001", "FA0009")
    for day, content in (("2025-12-01", one), ("2025-12-08", other), ("2025-12-15", one)):
        estate.drop(content, name=f"ventes_{day}.csv")
    assert statuses(estate) == ["loaded", "loaded", "duplicate"]
    assert estate.query("select dataset, export_date::text, status from raw.files order by 2") == [
        ("ventes_lignes", "2025-12-01", "loaded"),
        ("ventes_lignes", "2025-12-08", "loaded"),
        ("ventes_lignes", "2025-12-15", "duplicate"),
    ]
    assert len(estate.column("client_code")) == 6


def test_an_export_written_over_with_the_same_content_says_it_again(estate: Estate) -> None:
    path = estate.drop(GOOD)
    for day in (1, 8, 15):
        os.utime(path, (DECEMBER + day * 86400,) * 2)
        estate.load()
    assert estate.query("select export_date::text, status from raw.files order by 1") == [
        ("2025-12-01", "loaded"),
        ("2025-12-08", "duplicate"),
        ("2025-12-15", "duplicate"),
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ventes_2025-12-27_1830.csv", "2025-12-27 18:30:00+01:00"),
        ("ventes20250727183015.csv", "2025-07-27 18:30:15+02:00"),
        ("27-12-2025 18h30 ventes.csv", "2025-12-27 18:30:00+01:00"),
        ("27-12-2025 9h15.csv", "2025-12-27 09:15:00+01:00"),
        ("27-12-2025 18h.csv", "2025-12-27 18:00:00+01:00"),
        ("2025-12-27_18.csv", "2025-12-27 00:00:00+01:00"),
        ("2025-12-27_3hommes.csv", "2025-12-27 00:00:00+01:00"),
        ("ventes_2025-12-27T18:30:15.csv", "2025-12-27 18:30:15+01:00"),
        ("ventes_2025-12-27_9999.csv", "2025-12-27 00:00:00+01:00"),
        ("ventes_2025-12-01_2025-12-27.csv", "2025-12-27 00:00:00+01:00"),
        ("ventes_2025-12-27_183.csv", "2025-12-27 00:00:00+01:00"),
    ],
)
def test_the_hour_of_the_export_is_read_behind_its_date(name: str, expected: str) -> None:
    assert str(moment_in_name(name)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ventes_2025-12-27.csv", date(2025, 12, 27)),
        ("ventes20251227.csv", date(2025, 12, 27)),
        ("27-12-2025 ventes.csv", date(2025, 12, 27)),
        ("du 2025-12-01 au 2025-12-27.csv", date(2025, 12, 27)),
        ("ventes_2025-02-31.csv", None),
        ("client_120251227.csv", None),
    ],
)
def test_the_export_date_is_read_from_the_name(name: str, expected: date | None) -> None:
    assert date_in_name(name) == expected


def start_loader(estate: Estate) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "loader", "load"],
        env=estate.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=None if sys.platform == "win32" else _heed_interrupts,
    )


def _heed_interrupts() -> None:
    """A suite run in the background ignores Ctrl-C, and so would its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.processes
def test_of_two_loaders_at_once_one_works_and_the_other_exits_75(estate: Estate) -> None:
    estate.drop(GOOD)
    with database.connect(estate.settings) as conn, database.advisory_lock(conn, LOCK):
        with pytest.raises(LockedError):
            estate.load()
        other = start_loader(estate)
        _, said = other.communicate(timeout=60)
        assert other.returncode == 75
        assert b"another run holds the lock" in said
        assert [result.status for result in estate.load(lock_held=True).files] == ["loaded"]
    conn.close()


@pytest.mark.processes
@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
@pytest.mark.parametrize("cut", ["interrupted", "server gone"])
def test_a_run_cut_short_keeps_nothing_and_says_it_in_a_line(estate: Estate, cut: str) -> None:
    estate.drop(f"{HEADER}\n{sales(150_000)}")
    child = start_loader(estate)
    pid = _wait(child, "copying", estate)
    if cut == "interrupted":
        child.send_signal(signal.SIGINT)
    else:
        estate.query("select pg_terminate_backend(%s)", pid)
    said = child.communicate(timeout=60)[1].decode()
    assert child.returncode == (130 if cut == "interrupted" else 4)
    assert len(said.splitlines()) == (0 if cut == "interrupted" else 1)
    assert estate.query("select * from raw.files") == estate.column("client_code") == []


@pytest.mark.processes
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal")
@pytest.mark.parametrize("moment", ["connected", "copying", "copied"])
def test_killed_at_any_instant_the_next_run_ends_as_if_undisturbed(
    estate: Estate, moment: str
) -> None:
    many = f"{HEADER};remarque\n" + sales(150_000).replace("\n", ";x\n") + "court\n"
    estate.drop(GOOD, name="a_2025-01-01.csv")
    estate.drop(many, name="b_2025-01-02.csv")
    estate.drop(GOOD, name="c_2025-01-03.csv")
    _kill(estate, moment)
    # Each file is there whole or not at all.
    assert estate.query("select count(*) from raw.ventes_lignes")[0][0] in (0, 3, 150_003)
    _load_when_free(estate)
    found = estate.query("select status, row_count, rejected_count from raw.files order by path")
    assert found == [("loaded", 3, 0), ("loaded", 150_000, 1), ("duplicate", 0, 0)]
    rows = "select count(*), count(distinct (_file_id, _line_number)), count(remarque)"
    assert estate.query(f"{rows} from raw.ventes_lignes") == [(150_003, 150_003, 150_000)]
    assert len(estate.rejected()) == 1


MOMENTS = {
    "connected": "true",
    "copying": "exists (select from pg_stat_progress_copy c where c.pid = s.pid "
    "and c.tuples_processed > 20000)",
    "copied": "query ilike 'copy raw.rejected_lines%' and wait_event_type = 'Lock'",
}


def _kill(estate: Estate, moment: str) -> None:
    """Kill a loader process once its session has come to `moment`, as PostgreSQL sees it."""
    gate = psycopg2.connect(str(estate.settings.database_url))
    if moment == "copied":
        # The lines are in, those set aside are not: held there, however fast the machine is.
        gate.cursor().execute("lock table raw.rejected_lines in share row exclusive mode")
    child = start_loader(estate)
    _wait(child, moment, estate)
    os.kill(child.pid, signal.SIGKILL)
    gate.close()
    assert child.wait() == -signal.SIGKILL
    assert child.stderr is not None
    child.stderr.close()


def _wait(child: subprocess.Popen[bytes], moment: str, estate: Estate) -> int:
    """Wait until a loader's session has come to `moment`; return its process on the server."""
    watch = psycopg2.connect(str(estate.settings.database_url))
    watch.autocommit = True
    with watch.cursor() as cursor:
        while child.poll() is None:
            cursor.execute(
                "select s.pid from pg_stat_activity s where application_name = 'loader' and "
                f"datname = current_database() and ({MOMENTS[moment]})"
            )
            found = cursor.fetchone()
            if found is not None:
                watch.close()
                return int(found[0])
    raise AssertionError("the loader ended before it could be stopped")


def _load_when_free(estate: Estate) -> None:
    """Load as soon as PostgreSQL has noticed that the killed process is gone."""
    for _ in range(100):
        try:
            estate.load()
            return
        except LockedError:
            time.sleep(0.1)
    raise AssertionError("the killed loader's lock was never freed")
