"""Real processes, killed for good: never two mails, never a lost record."""

import random
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest

from tests.support.brevo.standin import Standin
from tests.support.house import (
    activation,
    database,
    furnish,
    kill,
    queue_letter,
    start,
    states,
    until,
)
from tests.support.project import draw
from warehouse import rows as store
from warehouse.database import connect
from warehouse.embedded import EmbeddedServer
from warehouse.settings import load_settings

pytestmark = pytest.mark.processes

Approve = Callable[..., list[str]]
SEND = "POST /smtp/email"
WRONG_CLOCK = """
import datetime, time
_ahead, _time, _real = {ahead}, time.time, datetime.datetime
time.time = lambda: _time() + _ahead
class Moved(_real):
    @classmethod
    def now(cls, tz=None):
        return _real.now(tz) + datetime.timedelta(seconds=_ahead)
datetime.datetime = Moved
"""


def until_it_calls_or_ends(process: Popen[str], standin: Standin, seen: int) -> None:
    """Wait for one more letter to be called for."""
    until(lambda: standin.count(SEND) > seen or process.poll() is not None)


@pytest.mark.parametrize("moment", ["hang_before", "hang"])
def test_killed_while_brevo_holds_the_letter(
    approve: Approve, standin: Standin, conn: Any, moment: str
) -> None:
    """Before or after Brevo acted, the next run ends with one mail."""
    approve("alice")
    standin.cue(SEND, moment)
    process = start("send", ACTIVATION_DEADLINE="1.9")
    until(lambda: standin.count(SEND) == 1)
    time.sleep(0.1)
    kill(process)
    assert states(conn) == {"sending": 1}
    assert activation("send").returncode == 0
    assert (len(standin.state.mails), states(conn)) == (1, {"accepted": 1})


def test_killed_again_and_again_at_any_instant(
    approve: Approve, standin: Standin, conn: Any
) -> None:
    names = [f"p{number}" for number in range(40)]
    approve(*names)
    moments = random.Random(20261123)  # noqa: S311
    for _ in range(6):
        seen = standin.count(SEND)
        process = start("send", ACTIVATION_SEND_RATE="40", ACTIVATION_LEASE="1.2")
        until_it_calls_or_ends(process, standin, seen)
        time.sleep(moments.uniform(0.0, 0.15))
        kill(process)
    assert activation("send", ACTIVATION_LEASE="1.2").returncode == 0
    assert sorted(mail["email"] for mail in standin.state.mails) == sorted(
        f"{name}@example.org" for name in names
    )
    assert states(conn) == {"accepted": 40}
    unwritten = "select count(*) from activation.outbox where attempts = 0"
    assert store.value(conn, unwritten) == 0


def test_two_senders_at_once_make_one_mail_each_letter(
    approve: Approve, standin: Standin, conn: Any
) -> None:
    approve(*(f"p{number}" for number in range(20)))
    ended = threading.Event()
    standin.after_act = lambda: ended.wait(60)
    first = start("send", ACTIVATION_DEADLINE="50", ACTIVATION_LEASE="51")
    until(lambda: standin.count(SEND) > 0)
    assert activation("send").returncode == 75
    ended.set()
    assert first.wait(60) == 0
    assert len({mail["email"] for mail in standin.state.mails}) == len(standin.state.mails) == 20


def test_an_answer_that_finds_no_database_waits_on_disk(
    approve: Approve, standin: Standin, conn: Any, tmp_path: Path
) -> None:
    approve("alice")
    standin.latency = 0.3
    cut = threading.Event()

    def cut_connections() -> None:
        until(lambda: len(standin.state.mails) == 1)
        store.execute(
            conn,
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where application_name like 'activation%' and datname = current_database()",
        )
        cut.set()

    standin.after_act = lambda: None if cut.is_set() else cut_connections()
    done = activation("send")
    assert done.returncode == 4, done.stderr
    assert list((tmp_path / "spool").glob("*.jsonl"))
    standin.after_act = None
    calls = standin.count(SEND)
    assert activation("send").returncode == 0
    assert (standin.count(SEND), states(conn)) == (calls, {"accepted": 1})
    assert store.value(conn, "select message_id from activation.outbox")
    assert not list((tmp_path / "spool").glob("*.jsonl"))


@pytest.mark.parametrize("ahead", [-3 * 86400, 3600, 400 * 86400])
def test_the_clock_of_the_machine_plays_no_part(
    approve: Approve, standin: Standin, conn: Any, tmp_path: Path, ahead: int
) -> None:
    (tmp_path / "sitecustomize.py").write_text(WRONG_CLOCK.format(ahead=ahead))
    approve("alice")
    standin.cue(SEND, "hang")
    process = start("send", ACTIVATION_DEADLINE="1.9", PYTHONPATH=str(tmp_path))
    until(lambda: standin.count(SEND) == 1)
    time.sleep(0.1)
    kill(process)
    done = activation("send", PYTHONPATH=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert len(standin.state.mails) == 1
    off = "select abs(extract(epoch from accepted_at - clock_timestamp())) from activation.outbox"
    assert store.value(conn, off) < 60


def test_the_database_server_crashing_in_mid_run(
    reachable: None,
    standin: Standin,
    tmp_path: Path,
    manifest: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A server of its own, with its safety on, stopped without a checkpoint."""
    folder = Path(tempfile.mkdtemp(prefix="crm-crash-"))
    folder.chmod(0o755)
    server = EmbeddedServer(folder)
    target = server.start()
    try:
        monkeypatch.setenv(
            "DATABASE_URL",
            f"postgresql://{target['user']}:{target['password']}@/postgres"
            f"?host={target['host']}&port={target['port']}",
        )
        monkeypatch.setenv("EXPORTS_DIR", str(tmp_path))
        settings = load_settings()
        connect(settings).close()
        empty = database(settings)
        draw(empty, manifest)
        empty.close()
        furnish(settings)
        with database(settings) as conn:
            for number in range(30):
                queue_letter(settings, conn, f"p{number}")
        conn.close()
        process = start("send", ACTIVATION_SEND_RATE="60")
        until(lambda: standin.count(SEND) >= 10)
        server._run("pg_ctl", "-D", str(server.data), "-m", "immediate", "-w", "stop")
        assert process.wait(60) == 4
        assert standin.count(SEND) < 30
        server.start()
        assert activation("send").returncode == 0
        emails = [mail["email"] for mail in standin.state.mails]
        assert len(emails) == len(set(emails)) == 30
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
