"""A person decides about letters in doubt, once their absence means something."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from activation.sending import resolve
from tests.support.brevo.standin import Standin
from tests.support.house import command, send_here, states
from warehouse import rows as store
from warehouse.errors import NeedsPersonError
from warehouse.settings import Settings

Approve = Callable[..., list[str]]


@pytest.fixture
def doubt(house: Settings, approve: Approve, standin: Standin, conn: Any) -> str:
    """A letter Brevo never got, and nobody knows it."""
    (send_id,) = approve("alice")
    standin.cue("POST /smtp/email", "drop_before", times=4)
    send_here(house)
    store.execute(
        conn,
        "update activation.outbox set first_attempt_at = clock_timestamp() - interval '61 min'",
    )
    return send_id


def test_not_sent_needs_two_readings_an_hour_later_then_takes_a_new_key(
    house: Settings, doubt: str, standin: Standin, conn: Any
) -> None:
    with pytest.raises(NeedsPersonError):
        resolve.declare_not_sent(conn, doubt, "Odile", "pas chez Brevo")
    for _ in range(2):
        assert command("pull").exit_code == 0
    resolve.declare_not_sent(conn, doubt, "Odile", "pas chez Brevo")
    assert send_here(house)[0] == 0
    keys = store.value(conn, "select count(distinct idempotency_key) from activation.attempts")
    assert (len(standin.state.mails), keys, states(conn)) == (1, 2, {"accepted": 1})


@pytest.mark.parametrize(
    "shown",
    [
        {"tags": None}, {"tags": [], "templateId": "1"}, {"tags": "REBUY", "templateId": None},
        {"tags": None, "templateId": None, "subject": "Vos vins"}, {"tags": None, "date": None},
    ],
)  # fmt: skip
def test_a_letter_the_log_shows_without_its_tag_is_not_absent(
    house: Settings,
    approve: Approve,
    standin: Standin,
    conn: Any,
    monkeypatch: pytest.MonkeyPatch,
    shown: dict[str, Any],
) -> None:
    """It left, and the answer was lost: to send it again would be a second letter."""
    (send_id,) = approve("alice")
    standin.cue("POST /smtp/email", "drop_after", times=4)
    send_here(house)
    standin.state.events.clear()
    store.execute(
        conn,
        "update activation.outbox set first_attempt_at = clock_timestamp() - interval '61 min'",
    )
    (mail,) = standin.state.mails
    line = {"email": mail["email"], "messageId": mail["messageId"], "templateId": 1, "tags": []}
    line |= {"date": mail["at"].isoformat(), **shown}
    log = {"count": 1, "transactionalEmails": [line]}
    standin.cue("GET /smtp/emails", "says", status=200, says=log, times=99)
    for _ in range(2):
        command("pull")
    assert states(conn) == {"accepted": 1}
    assert command("resolve", send_id, "--not-sent", "--by", "O", "--reason", "x").exit_code == 2


@pytest.mark.parametrize(("choice", "state"), [("--sent", "accepted"), ("--abandon", "abandoned")])
def test_a_decision_is_signed_and_final(
    house: Settings, doubt: str, standin: Standin, conn: Any, choice: str, state: str
) -> None:
    assert command("resolve").exit_code == 3
    assert command("resolve", doubt, choice).exit_code == 2
    done = command("resolve", doubt.upper(), choice, "--by", "Odile", "--reason", "vu")
    assert done.exit_code == 0, done.stderr
    assert state in done.stdout
    kept = store.row(conn, "select state, decided_by from activation.outbox")
    assert kept == {"state": state, "decided_by": "Odile"}
    send_here(house)
    assert standin.state.mails == []


def test_no_address_nor_key_in_what_is_printed_or_kept_of_calls(
    house: Settings, doubt: str, conn: Any
) -> None:
    shown = command("resolve", "--json")
    assert "alice@" not in shown.stdout + shown.stderr
    kept = store.rows(conn, "select to_jsonb(a)::text as line from activation.attempts as a")
    assert not any("alice@" in line["line"] or "xkeysib" in line["line"] for line in kept)


def test_many_doubts_are_decided_at_once_from_a_list(
    house: Settings, approve: Approve, standin: Standin, conn: Any, tmp_path: Path
) -> None:
    approve("alice", "bruno")
    standin.cue("POST /smtp/email", "drop_after", times=99)
    send_here(house)
    standin.faults.clear()
    path = tmp_path / "doubts.csv"
    listed = command("resolve", "--csv", str(path))
    assert listed.exit_code == 3
    assert max(map(len, listed.stdout.splitlines())) <= 80
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 3
    path.write_text("\n".join(lines), encoding="cp1252")
    decide = ("resolve", "--file", str(path), "--by", "Odile", "--reason", "vues chez Brevo")
    assert command(*decide, "--sent").exit_code == 0
    assert states(conn) == {"accepted": 2}
    again = command(*decide, "--sent")
    assert again.exit_code == 1
    assert again.stderr.count("is not a letter in doubt") == 2
