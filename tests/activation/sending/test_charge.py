"""A copy of the house sends nothing until a person says which one is in charge."""

import contextlib
import json
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from activation.sending.charge import NAME
from tests.support.brevo.standin import Standin
from tests.support.house import TEMPLATE, activation, command, send_here, states
from warehouse import rows as store
from warehouse.errors import NeedsPersonError
from warehouse.settings import Settings

Approve = Callable[..., list[str]]


@pytest.fixture
def sent(
    house: Settings, approve: Approve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    """A house that has sent once and has another letter waiting; its files apart."""
    monkeypatch.setenv("STATE_DIR", str(tmp_path / "state"))
    approve("alice")
    assert send_here(house)[0] == 0
    approve("bruno")
    return house


def token(standin: Standin) -> str:
    (folder,) = standin.state.folders
    return str(folder["name"]).removeprefix(NAME)


def test_each_sending_renews_the_token_in_all_three_places(
    sent: Settings, standin: Standin, conn: Any, tmp_path: Path
) -> None:
    before = token(standin)
    assert send_here(sent)[0] == 0
    assert token(standin) != before
    (file,) = tmp_path.glob("state/*/charge")
    assert file.read_text() == token(standin)
    kept = store.row(conn, "select token::text, next_token from activation.charge")
    assert kept == {"token": token(standin), "next_token": None}


def test_an_older_dump_sends_nothing_until_a_person_takes_charge(
    sent: Settings, standin: Standin, conn: Any
) -> None:
    store.execute(conn, "update activation.charge set token = gen_random_uuid()")
    conn.commit()
    refused = command("send")
    assert (refused.exit_code, len(standin.state.mails)) == (3, 1)
    assert "activation take-charge" in refused.stderr
    assert command("take-charge", "--by", "Odile", "--reason", "panne").exit_code == 0
    assert send_here(sent)[0] == 0
    assert len(standin.state.mails) == 2


@pytest.mark.parametrize("lost", ["database", "file", "brevo"])
def test_a_token_missing_in_one_place_only_is_a_copy_too(
    sent: Settings, standin: Standin, conn: Any, tmp_path: Path, lost: str
) -> None:
    if lost == "database":
        store.execute(conn, "truncate activation.charge")
        conn.commit()
    elif lost == "file":
        shutil.rmtree(tmp_path / "state")
    else:
        standin.state.folders.clear()
    with pytest.raises(NeedsPersonError, match="take-charge"):
        send_here(sent)
    assert len(standin.state.mails) == 1


@pytest.mark.parametrize("moment", ["before Brevo knows", "after Brevo knows", "before the file"])
def test_a_renewal_killed_anywhere_is_taken_up(
    sent: Settings, standin: Standin, conn: Any, moment: str
) -> None:
    new = "00000000-0000-0000-0000-000000000001"
    store.execute(conn, "update activation.charge set next_token = %s", (new,))
    conn.commit()
    if moment != "before Brevo knows":
        standin.state.folders[0]["name"] = f"{NAME}{new}"
    assert send_here(sent)[0] == 0
    assert len(standin.state.mails) == 2


@pytest.mark.parametrize("moment", ["before the file", "before Brevo knows", "after Brevo knows"])
def test_the_very_first_renewal_killed_anywhere_is_taken_up(
    house: Settings, approve: Approve, standin: Standin, conn: Any, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, moment: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("STATE_DIR", str(tmp_path / "state"))
    approve("alice")
    if moment == "before the file":
        where = "activation.sending.charge.write_private"
    elif moment == "before Brevo knows":
        where = "activation.sending.charge.Charge._write_at_brevo"
    else:
        where = "activation.sending.charge.Charge.check"

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    for _ in range(2):
        with monkeypatch.context() as patched, contextlib.suppress(KeyboardInterrupt):
            patched.setattr(where, killed)
            send_here(house)
        assert standin.state.mails == []
    assert send_here(house)[0] == 0
    assert len(standin.state.mails) == 1


def test_another_copy_that_sends_meanwhile_stops_this_one(
    sent: Settings, standin: Standin, approve: Approve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("activation.sending.sender.SECONDS_OF_WORK", 0.02)  # four at a time
    approve(*(f"person{n}" for n in range(8)))

    def elsewhere() -> None:
        standin.state.folders[0]["name"] = f"{NAME}{'0' * 8}"

    standin.after_act = elsewhere
    with pytest.raises(NeedsPersonError, match="une autre copie"):
        send_here(sent)
    assert len(standin.state.mails) <= 5


@pytest.mark.processes
def test_two_copies_at_once_write_to_nobody_twice(
    sent: Settings,
    standin: Standin,
    conn: Any,
    new_database: Callable[..., str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Database and files copied together; both start at the same moment, at full pauses."""
    original = str(sent.database_url)
    conn.commit()
    conn.close()
    name = original.partition("@/")[2].partition("?")[0]
    copy = copied(original, name, new_database)
    shutil.copytree(tmp_path / "state", tmp_path / "copy")
    ends: list[int] = []

    def run(url: str, state: Path) -> None:
        done = activation(
            "send", DATABASE_URL=url, STATE_DIR=str(state), ACTIVATION_PAUSE_SCALE="1"
        )
        ends.append(done.returncode)

    both = [
        threading.Thread(target=run, args=(original, tmp_path / "state")),
        threading.Thread(target=run, args=(copy, tmp_path / "copy")),
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(ends) in ([0, 3], [3, 3], [3, 75])
    assert len(standin.state.mails) <= 2


def copied(url: str, name: str, new_database: Callable[..., str]) -> str:
    """Return the address of a copy of a database, made while nobody is connected to it."""
    admin = psycopg2.connect(url.replace(f"@/{name}?", "@/postgres?"))
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", (name,)
        )
    admin.close()
    return new_database(template=name)


@pytest.mark.parametrize("tag", ["s", "reco", "REBUY", None])
def test_a_restored_database_finds_what_has_left_by_whatever_tag_brevo_shows(
    sent: Settings, standin: Standin, conn: Any, tag: str | None
) -> None:
    """Bruno's letter left before the restore: the event names it, or only whose kind it is."""
    send_here(sent)
    (letter,) = store.rows(
        conn, "select send_id::text from activation.outbox where client_code = 'BRUNO'"
    )
    forget_the_sending(conn, letter["send_id"])
    standin.state.forget_keys()
    for event in standin.state.events:
        if event["email"] == "bruno@example.org":
            event["tag"] = f"s:{letter['send_id']}" if tag == "s" else tag or ""
    assert command("take-charge", "--by", "Odile", "--reason", "restaurée").exit_code == 0
    send_here(sent)
    assert len(standin.state.mails) == 2
    assert states(conn).get("queued") is None


@pytest.mark.parametrize("first", ["take-charge", "pull"])
def test_what_was_approved_before_the_dump_and_left_after_it_is_found(
    house: Settings, standin: Standin, approve: Approve, conn: Any, first: str
) -> None:
    """A page's approval of the evening, the backup of the night, the sending of the morning."""
    approve("alice")
    store.execute(
        conn,
        "update activation.recommendations set template_sha256 = %s,"
        " email_norm = 'alice@example.org',"
        " params = (select payload::jsonb -> 'params' from activation.outbox)",
        (TEMPLATE,),
    )
    conn.commit()
    dump(conn)
    assert send_here(house)[0] == 0
    dump(conn)
    standin.state.forget_keys()
    standin.cue("GET /smtp/emails", "says", status=200, says={"count": 0}, times=99)
    for words in ([first], ["take-charge"]):
        assert command(*words, *SIGNED[words[0]]).exit_code == 0
    assert states(conn) == {"accepted": 1}
    send_here(house)
    assert len(standin.state.mails) == 1


SIGNED = {"pull": [], "take-charge": ["--by", "Odile", "--reason", "restaurée"]}


def dump(conn: Any) -> None:
    """Put the database back to when the letter was approved, and nothing more."""
    conn.commit()
    with conn.cursor() as cursor:
        cursor.execute("alter table activation.outbox disable trigger user")
        cursor.execute("truncate activation.attempts, activation.events, activation.cursors")
        cursor.execute("delete from activation.outbox")
        cursor.execute("alter table activation.outbox enable trigger user")
    conn.commit()


def test_what_the_event_log_has_lost_is_found_in_the_log_of_mails(
    sent: Settings, standin: Standin, conn: Any
) -> None:
    send_here(sent)
    (letter,) = store.rows(
        conn, "select send_id::text from activation.outbox where client_code = 'BRUNO'"
    )
    forget_the_sending(conn, letter["send_id"])
    standin.state.forget_keys()
    standin.state.events.clear()
    standin.state.mails[1]["tags"] = []
    taken = command("take-charge", "--by", "Odile", "--reason", "restaurée", "--json")
    assert json.loads(taken.stdout)["skipped_contact_recent"] == 1
    send_here(sent)
    assert len(standin.state.mails) == 2


def forget_the_sending(conn: Any, send_id: str) -> None:
    """Put the database back to before a letter left, as a restore of an older dump does."""
    conn.commit()
    with conn.cursor() as cursor:
        cursor.execute("alter table activation.outbox disable trigger user")
        cursor.execute("delete from activation.events")
        cursor.execute("delete from activation.attempts where send_id = %s", (send_id,))
        cursor.execute(
            "update activation.outbox set state = 'queued', accepted_at = null, message_id = null,"
            " first_attempt_at = null, outcome_reason = null, attempts = 0 where send_id = %s",
            (send_id,),
        )
        cursor.execute("alter table activation.outbox enable trigger user")
        cursor.execute("update activation.charge set token = gen_random_uuid()")
        cursor.execute("delete from activation.cursors")
    conn.commit()
