"""An incident is told once when it begins, once when it ends, and called to mind once a week."""

import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import Message
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from aiosmtpd.controller import Controller
from typer.testing import CliRunner

from activation.health.now import verdict
from deploy.unattended import cli, jobs, watch
from deploy.unattended.incidents import Found, settle, tell
from deploy.unattended.ping import ping
from tests.support.health import go_well
from tests.support.house import furnish, identified, queue_letter
from tests.support.language import english_in
from tests.support.tls import CLOCK
from warehouse.errors import OutOfReachError
from warehouse.settings import ROOT, Settings, load_settings

LATE = Found("late:weekly", "le passage du lundi est en retard", "Lancez `make weekly`.")
FULL = Found("disk:/", "le disque est plein à 91 %", "Libérez de la place.")


class Post:
    """A mail server on loopback; `received` is what it took."""

    def __init__(self) -> None:
        self.received: list[Message] = []
        self.refuses = False

    async def handle_DATA(self, *given: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.refuses:
            return "451 later"
        self.received.append(message_from_bytes(given[-1].content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def post() -> Iterator[Post]:
    found = Post()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    found.port = port  # type: ignore[attr-defined]
    yield found
    controller.stop()


@pytest.fixture
def house(
    new_database: Callable[..., str], migrated: str, post: Post, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Settings:  # fmt: skip
    (tmp_path / "exports").mkdir()
    monkeypatch.setenv("DATABASE_URL", new_database(template=migrated))
    monkeypatch.setenv("STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("EXPORTS_DIR", str(tmp_path / "exports"))
    monkeypatch.setenv("ALERT_MAIL_TO", "odile@example.org, luc@example.org")
    monkeypatch.setenv("ALERT_SMTP_URL", f"smtp://127.0.0.1:{post.port}")  # type: ignore[attr-defined]
    return load_settings()


@pytest.fixture
def conn(house: Settings) -> Iterator[Any]:
    with closing(psycopg2.connect(house.database_url)) as found:
        yield found


def ask(conn: Any, query: str, *values: object) -> list[tuple[Any, ...]]:
    with conn, conn.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall()) if cursor.description else []


def text(mail: Message) -> str:
    return str(mail.get_content())  # type: ignore[attr-defined]


def test_one_mail_when_it_begins_one_when_it_ends_and_none_between(
    house: Settings, conn: Any, post: Post
) -> None:
    for _ in range(3):
        settle(conn, [LATE])
        tell(conn, house)
    for _ in range(2):
        settle(conn, [])
        tell(conn, house)
    began, ended = post.received
    assert began["To"] == "odile@example.org, luc@example.org"
    assert "retard" in began["Subject"]
    assert text(began).startswith(verdict(conn, house).sentence)
    assert "À faire\u00a0: Lancez `make weekly`." in text(began)
    assert "c'est réglé" in ended["Subject"]
    assert [
        line for mail in post.received for line in text(mail).splitlines() if english_in(line)
    ] == []


def test_what_comes_back_after_its_end_is_a_new_incident(
    house: Settings, conn: Any, post: Post
) -> None:
    for found in ([LATE], [], [LATE]):
        settle(conn, found)
        tell(conn, house)
    assert len(post.received) == 3


def test_what_lasts_is_called_to_mind_once_a_week(house: Settings, conn: Any, post: Post) -> None:
    settle(conn, [LATE])
    tell(conn, house)
    for days, mails in ((6, 1), (2, 2), (1, 2)):
        ask(conn, "update ops.incidents set told_at = told_at - make_interval(days => %s)", days)
        settle(conn, [LATE])
        tell(conn, house)
        assert len(post.received) == mails, days
    assert "Rappel" in text(post.received[1])


def test_two_senders_at_once_write_once(house: Settings, conn: Any, post: Post) -> None:
    settle(conn, [LATE, FULL])
    barrier = threading.Barrier(4)

    def look() -> None:
        with closing(psycopg2.connect(house.database_url)) as own:
            barrier.wait()
            tell(own, house)

    senders = [threading.Thread(target=look) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert sum(text(mail).count(LATE.said) for mail in post.received) == 1


def test_a_mail_that_did_not_leave_leaves_at_the_next_look(
    house: Settings, conn: Any, post: Post
) -> None:
    settle(conn, [LATE])
    post.refuses = True
    with pytest.raises(OutOfReachError):
        tell(conn, house)
    post.refuses = False
    tell(conn, house)
    assert len(post.received) == 1


def test_an_incident_that_ended_before_anybody_was_told_is_not_told(
    house: Settings, conn: Any, post: Post
) -> None:
    settle(conn, [LATE])
    settle(conn, [])
    tell(conn, house)
    assert post.received == []


def kinds(conn: Any, settings: Settings) -> set[str]:
    found = {one.what for one in watch.look(conn, settings)}
    conn.rollback()
    return found


def test_a_new_house_is_not_late(house: Settings, conn: Any) -> None:
    assert not {one for one in kinds(conn, house) if one.startswith("late:")}


@pytest.mark.parametrize("days", [90, 64, 45, 6])
def test_a_certificate_is_an_incident_once_less_than_a_quarter_of_its_life_is_left(
    days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime.now(UTC)

    def found(spent: float) -> list[str]:
        life = timedelta(days=days)
        begin = now - life * spent
        monkeypatch.setattr(watch, "_validity", lambda *_: (begin, begin + life))
        return [one.what for one in watch.certificate("https://lettres.example.org", now)]

    assert (found(0.74), found(0.76)) == ([], ["certificate"])


@pytest.mark.parametrize(
    ("fault", "what"),
    [(ssl.SSLCertVerificationError(1, "expired"), "certificate"), (OSError("refused"), "page")],
)
def test_a_refused_certificate_and_a_page_that_does_not_answer_are_incidents(
    fault: OSError, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise fault

    if isinstance(fault, ssl.SSLCertVerificationError):
        fault.verify_message = "certificate has expired"
    monkeypatch.setattr(watch, "_validity", fails)
    found = watch.certificate("https://lettres.example.org", datetime.now(UTC))
    assert [one.what for one in found] == [what]


class Switch(BaseHTTPRequestHandler):
    """A dead man's switch: keeps which addresses were fetched."""

    fetched: list[str]

    def do_GET(self) -> None:
        self.fetched.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def switch() -> Iterator[tuple[str, list[str]]]:
    fetched: list[str] = []
    server = HTTPServer(("127.0.0.1", 0), type("Here", (Switch,), {"fetched": fetched}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/key", fetched
    server.shutdown()
    server.server_close()


@pytest.mark.processes
@pytest.mark.parametrize(("job", "code"), [("weekly", 2), ("backup", 2)])
def test_a_job_gives_signs_of_life_at_its_start_and_with_its_code_at_its_end(
    house: Settings, switch: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path, job: str, code: int,
) -> None:  # fmt: skip
    url, fetched = switch
    monkeypatch.setenv("ALERT_PING_URL", url)
    if job == "weekly":
        monkeypatch.setenv("EXPORTS_DIR", str(tmp_path / "nowhere"))
    done = CliRunner().invoke(cli.app, ["run", job])
    assert done.exit_code == code, done.output
    assert fetched == [f"/key/{job}/start", f"/key/{job}/{code}"]
    assert (tmp_path / "state" / "scheduler.log").read_text(encoding="utf-8").count(job) >= 2


@pytest.mark.processes
def test_what_a_job_prints_is_kept_within_ten_megabytes_and_no_closed_disk_stops_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    loud = "for _ in range(14_000): print('x' * 999)\nexit(3)"
    monkeypatch.setitem(jobs.JOBS, "weekly", ("-c", loud))
    log = tmp_path / "state" / "scheduler.log"
    assert jobs.run("weekly", tmp_path, log) == 3
    kept = sorted(log.parent.iterdir())
    assert [path.name for path in kept] == ["scheduler.log", "scheduler.log.1"]
    assert 5_000_000 < sum(path.stat().st_size for path in kept) <= 2 * jobs.LOG_BYTES
    assert log.read_text(encoding="utf-8").endswith("weekly : code 3\n")
    (tmp_path / "file").touch()
    assert jobs.run("weekly", tmp_path, tmp_path / "file" / "scheduler.log") == 3
    capsys.readouterr()


def test_a_switch_that_does_not_answer_is_told_and_fails_nothing() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "n'est pas parti" in str(ping(f"http://127.0.0.1:{port}", "weekly", "0"))
    assert "https://" in str(ping("file:///etc/passwd", "weekly", "0"))
    assert ping(None, "weekly", "0") is None


def _run(changes: str) -> str:
    return f"update ops.runs set {changes}"


def _event(kind: str, is_good: bool, days: int = 0) -> str:
    return (
        "insert into ops.backup_events (kind, backup, seconds, is_good, detail, at)"
        f" values ('{kind}', 'x', 1, {is_good}, 'la copie diffère', now() - interval '{days} days')"
    )


def _export(days: int) -> str:
    return f"update raw.files set export_date = export_date - {days} where dataset = 'clients'"


def _check(status: str) -> str:
    return f"update ops.dbt_results set status = '{status}', failures = 3 where name = 'perdues'"


def _fact(status: str) -> str:
    return f"update crm.health_facts set statut = '{status}' where position = 3"


# What is an incident: where it begins, and where it ends.
EACH = {
    "health:check:test.perdues": (_check("fail"), _check("pass")),
    "health:silent checks": (_check("skipped"), _check("pass")),
    "health:no checks": (
        "create table away as table ops.checks; delete from ops.checks",
        "insert into ops.checks table away",
    ),
    "health:not built": (
        "update ops.dbt_results set status = 'error' where resource_type = 'model'",
        "update ops.dbt_results set status = 'success' where resource_type = 'model'",
    ),
    "health:old:clients": (_export(30), _export(-30)),
    "health:late:clients": (_export(10), _export(-10)),
    "health:no:clients": (
        "update raw.files set dataset = 'stock' where dataset = 'clients'",
        "update raw.files set dataset = 'clients' where dataset = 'stock'",
    ),
    "health:export ahead": (_export(-9), _export(9)),
    "health:no ages": (
        "update crm.health_facts set section = 'away' where section = 'fraicheur'",
        "update crm.health_facts set section = 'fraicheur' where section = 'away'",
    ),
    "health:empty": ("delete from crm.customer_360", "insert into crm.customer_360 values ('CL1')"),
    "health:fact:rejets:part_rejetee": (_fact("erreur"), _fact("ok")),
    "health:refused": (
        "insert into raw.files (dataset, path, sha256, size_bytes, status, loaded_at, modified_at)"
        " values ('stock', 'stock.csv', 'x', 1, 'refused', now(), now())",
        "delete from raw.files where status = 'refused'",
    ),
    "health:failed": (_run("status = 'failed'"), _run("status = 'done'")),
    "health:killed": (_run("status = 'killed'"), _run("status = 'done'")),
    "health:old run": (
        _run("started_at = started_at - interval '9 days'"),
        _run("started_at = started_at + interval '9 days'"),
    ),
    "health:clock ahead": (
        "update raw.files set loaded_at = now() + interval '1 day' where dataset = 'clients'",
        "update raw.files set loaded_at = now() - interval '5 minutes' where dataset = 'clients'",
    ),
    "health:breaker": (
        "insert into activation.breaker_openings (reason) values ('trop de plaintes')",
        "update activation.breaker_openings set closed_at = now(), closed_by = 'Odile'",
    ),
    "health:unreadable": (
        "alter table crm.customer_360 rename to away",
        "alter table crm.away rename to customer_360",
    ),
    "doubts": (
        "update activation.outbox set state = 'sending';"
        "update activation.outbox set state = 'unknown'",
        "update activation.outbox set state = 'abandoned'",
    ),
    "late:weekly": (
        _run("finished_at = null, started_at = started_at - interval '8 days'"),
        _run("finished_at = now(), started_at = now() - interval '1 minute'"),
    ),
    "late:taken": (_event("taken", True, 3), _event("taken", True)),
    "late:drilled": (_event("drilled", True, 9), _event("drilled", True)),
    "late:returned": (_event("returned", True, 93), _event("returned", True)),
    "failed:backup": (_event("drilled", False), _event("drilled", True)),
}


NEEDS = {
    "late:taken": "BACKUP_KEY",
    "late:drilled": "BACKUP_KEY",
    "late:returned": "BACKUP_OFFSITE",
}


@pytest.fixture
def well(settings: Settings, post: Post, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A house without an incident, one letter in it; the connection of whoever breaks it."""
    monkeypatch.setenv("ALERT_MAIL_TO", "odile@example.org")
    monkeypatch.setenv("ALERT_SMTP_URL", f"smtp://127.0.0.1:{post.port}")  # type: ignore[attr-defined]
    with closing(psycopg2.connect(settings.database_url)) as conn:
        go_well(conn)
        ask(
            conn,
            "insert into crm.health_facts (section, indicateur, statut, detail, valeur, position)"
            " values ('rejets', 'part_rejetee', 'ok', '30 lignes de vente', 30, 3)",
        )
        furnish(settings)
        queue_letter(identified(settings), conn, "anne")
        conn.commit()
        yield conn


def watched() -> None:
    done = CliRunner().invoke(cli.app, ["watch"])
    assert done.exit_code == 0, done.output


def opened(conn: Any, look: Callable[[], None] = watched) -> list[str]:
    """Return the incidents that are open once somebody has looked."""
    look()
    return [what for (what,) in ask(conn, "select what from ops.incidents where ended_at is null")]


def is_told_twice(post: Post) -> bool:
    began, ended = post.received
    return "À faire" in text(began) and "c'est réglé" in ended["Subject"]


@pytest.mark.parametrize("what", EACH)
def test_each_kind_begins_once_and_ends_once_and_is_told_twice_in_all(
    what: str, well: Any, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    begins, ends = EACH[what]
    monkeypatch.setattr(watch, "RUN_LATE", timedelta(0))  # at whatever hour of Monday
    if what in NEEDS:
        monkeypatch.setenv(NEEDS[what], "age1")
    assert opened(well) == []
    ask(well, begins)
    assert [opened(well), opened(well)] == [[what]] * 2
    ask(well, ends)
    assert [opened(well), opened(well)] == [[]] * 2
    assert is_told_twice(post)


def test_a_full_disk_and_a_page_that_is_away_begin_once_and_end_once(
    well: Any, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        away = f"https://localhost:{free.getsockname()[1]}"
    assert opened(well) == []
    with monkeypatch.context() as broken:
        broken.setattr(watch, "DISK_FULL", -1.0)
        broken.setenv("DASHBOARD_URL", away)
        found = [opened(well), opened(well)]
    assert found[0] == found[1]
    assert {one.partition(":")[0] for one in found[0]} == {"disk", "page"}
    assert [opened(well), opened(well)] == [[]] * 2
    assert is_told_twice(post)


@pytest.mark.processes
@pytest.mark.skipif(CLOCK is None, reason="not here: libfaketime")
def test_a_clock_adrift_begins_once_and_ends_once(
    well: Any, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look() -> None:
        program = [sys.executable, "-m", "deploy.unattended", "watch"]
        subprocess.run(program, cwd=ROOT, check=True, capture_output=True)

    with monkeypatch.context() as adrift:
        adrift.setenv("LD_PRELOAD", str(CLOCK))
        adrift.setenv("FAKETIME", "-20m")
        assert [opened(well, look), opened(well, look)] == [["health:clock"]] * 2
    assert [opened(well), opened(well)] == [[]] * 2
    assert is_told_twice(post)
