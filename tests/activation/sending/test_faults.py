"""Whatever Brevo or the network answers: one mail, or none and a reason; never two."""

import logging
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from activation.brevo.answers import Answer, Outcome
from activation.config import Rules
from activation.sending import gates
from activation.sending.delivery import _not_called
from activation.sending.ledger import Announced, Ledger, Stopped, record_of
from activation.sending.spool import Spool
from activation.session import brevo_session
from tests.support.brevo.standin import KEY, Standin
from tests.support.house import TODAY, command, send_here, states
from warehouse import rows as store
from warehouse.errors import ConfigurationError, LockedError, OutOfReachError
from warehouse.settings import Settings

Approve = Callable[..., list[str]]
SEND = "POST /smtp/email"


@contextmanager
def open_ledger(quiet_until: int = 0) -> Iterator[tuple[str, Ledger]]:
    """Open a sending run, quiet from midnight until that hour: its number and its ledger."""
    with brevo_session("send") as session:
        named = gates.parameters(Rules(quiet_from=0, quiet_until=quiet_until), TODAY)
        yield (
            str(session.run.run_id),
            Ledger(session.conn, session.run.run_id, 60, {**named, "window": 840}),
        )


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "status", "status": 500},
        {"kind": "status", "status": 503, "times": 2},
        {"kind": "drop_before"},
        {"kind": "drop_after"},
        {"kind": "after", "status": 502},
        {"kind": "after", "status": 407},
        {"kind": "after", "status": 413, "code": "request_too_large"},
        {"kind": "after", "status": 451},
        {"kind": "truncate"},
        {"kind": "garbage"},
        {"kind": "empty"},
        {"kind": "drip"},
        {"kind": "hang"},
        {"kind": "hang_before"},
        {"kind": "redirect"},
        {"kind": "redirect", "code": "http://["},
        {"kind": "status", "code": "\0\ud800", "reset": "9" * 30},
        {"kind": "throttle", "reset": "1"},
        {"kind": "status", "status": 425, "code": "account_in_process"},
    ],
    ids=lambda fault: "-".join(str(part) for part in fault.values()),
)
def test_a_passing_fault_still_makes_exactly_one_mail(
    house: Settings, approve: Approve, standin: Standin, conn: Any, fault: dict[str, Any]
) -> None:
    approve("alice")
    standin.cue(SEND, **fault)
    assert send_here(house)[0] == 0
    assert [mail["email"] for mail in standin.state.mails] == ["alice@example.org"]
    assert states(conn) == {"accepted": 1}
    assert standin.count("GET /elsewhere") == 0
    keys = {mail["headers"]["idempotencyKey"] for mail in standin.state.mails}
    assert len(keys) == 1


# What stands in front of Brevo, or is none of what was asked for.
NOT_BREVO: list[dict[str, Any]] = [
    {"kind": "gateway", "status": 403},
    {"kind": "gateway", "status": 404},
    {"kind": "gateway", "status": 200},
    {"kind": "redirect"},
    {"kind": "says", "status": 200, "says": {}},
    {"kind": "says", "status": 200, "says": ["domaine@example.org"]},
    {"kind": "says", "status": 204},
]


@pytest.mark.parametrize("path", ["/account", "/senders"])
@pytest.mark.parametrize("said", NOT_BREVO, ids=lambda said: "-".join(map(str, said.values())))
def test_what_is_not_brevos_word_says_nothing_of_the_account(
    house: Settings, approve: Approve, standin: Standin, path: str, said: dict[str, Any]
) -> None:
    approve("alice")
    standin.cue(f"GET {path}", times=9, **said)
    refused = command("send")
    assert (refused.exit_code, standin.state.mails) == (4, []), refused.output
    assert "la clé" not in refused.stderr


def test_lasting_silence_leaves_the_letter_in_doubt_and_asks_a_person(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    approve("alice")
    standin.cue(SEND, "drop_after", times=99)
    assert send_here(house)[0] == 3
    assert (len(standin.state.mails), states(conn)) == (1, {"unknown": 1})
    assert standin.count(SEND) == 4


def test_a_doubt_is_settled_by_brevos_own_log(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    approve("alice")
    standin.cue(SEND, "drop_after", times=4)
    send_here(house)
    standin.state.events.clear()
    calls = standin.count(SEND)
    assert send_here(house)[0] == 0
    assert standin.count(SEND) == calls
    assert (len(standin.state.mails), states(conn)) == (1, {"accepted": 1})
    sent = store.row(conn, "select message_id from activation.outbox")
    assert sent == {"message_id": standin.state.mails[0]["messageId"]}


def test_after_the_window_nothing_is_replayed(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    """Brevo has forgotten the key and its log shows nothing yet: a second call would be a mail."""
    approve("alice")
    standin.cue(SEND, "drop_after", times=4)
    send_here(house)
    calls = standin.count(SEND)
    store.execute(
        conn,
        "update activation.outbox set first_attempt_at = first_attempt_at - interval '15 minutes'",
    )
    standin.state.forget_keys()
    standin.state.is_log_late = True
    standin.state.events.clear()
    assert send_here(house)[0] == 3
    assert (standin.count(SEND), states(conn)) == (calls, {"unknown": 1})


def test_the_ledger_itself_refuses_a_replay_outside_the_window(
    house: Settings, approve: Approve, conn: Any
) -> None:
    """Too old, or dated in the future by a clock that has since been set right."""
    (send_id,) = approve("alice")
    with open_ledger() as (run_id, ledger):
        assert isinstance(ledger.announce(send_id), Announced)
        for age, state in (("-13:59", "sending"), ("-14:01", "unknown"), ("5:00", "unknown")):
            store.execute(
                conn,
                "update activation.outbox set state = 'sending', lease_owner = %s,"
                " first_attempt_at = clock_timestamp() + %s::interval minute to second",
                (run_id, age),
            )
            again = ledger.announce(send_id)
            if state == "sending":
                assert isinstance(again, Announced)
            else:
                assert again == Stopped("delai_de_rejeu_passe", may_have_left=True)
            assert states(conn) == {state: 1}


def test_no_letter_leaves_once_quiet_hours_have_begun(
    house: Settings, approve: Approve, conn: Any
) -> None:
    """However long a letter waited for its turn since the run looked at the hour."""
    (send_id,) = approve("alice")
    with open_ledger(quiet_until=24) as (_, ledger):
        assert ledger.announce(send_id) == Stopped("heures_calmes", may_have_left=False)
    with pytest.raises(LockedError, match="à partir de 8 h"):
        _not_called(Stopped("heures_calmes", may_have_left=False), 8)
    assert states(conn) == {"queued": 1}


def test_what_the_disk_says_of_a_call_is_over_once_there_was_a_later_one(
    house: Settings, approve: Approve, conn: Any
) -> None:
    """“It never left” of a first call must not put back in the queue what a second call sent."""
    (send_id,) = approve("alice")
    with open_ledger() as (_, ledger):
        first, second = ledger.announce(send_id), ledger.announce(send_id)
        assert isinstance(first, Announced)
        assert isinstance(second, Announced)
        refused = Answer(Outcome.STOP, 401)
        for announced, state in ((first, "sending"), (second, "queued")):
            ledger.settle({**record_of(announced, refused), "state": "queued"})
            assert states(conn) == {state: 1}


def test_a_restored_database_sends_nothing_twice(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    """Brevo remembers what a backup does not: a letter still queued there, one unknown there."""
    approve("alice", "bruno")
    send_here(house)
    store.execute(
        conn,
        """
        alter table activation.outbox disable trigger user;
        delete from activation.events; delete from activation.attempts;
        delete from activation.cursors; delete from activation.outbox where client_code = 'BRUNO';
        update activation.outbox set state = 'queued', first_attempt_at = null, accepted_at = null,
            message_id = null;
        alter table activation.outbox enable trigger user
        """,
    )
    approve("bruno")
    standin.state.forget_keys()
    assert send_here(house)[0] == 0
    assert len(standin.state.mails) == 2
    kept = store.rows(conn, "select client_code, state, outcome_reason from activation.outbox")
    assert sorted(tuple(line.values()) for line in kept) == [
        ("ALICE", "accepted", "retrouvee_chez_brevo"),
        ("BRUNO", "skipped", "contact_recent"),
    ]


def test_letters_in_doubt_count_against_the_limit(
    house: Settings, approve: Approve, standin: Standin
) -> None:
    approve("alice", "bruno", "claire")
    standin.cue(SEND, "drop_after", times=99)
    assert send_here(house, limit=1)[0] == 3
    assert len(standin.state.mails) == 1


def test_nothing_logged_names_a_person_or_the_key_even_at_debug(
    house: Settings, approve: Approve, standin: Standin, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    approve("alice", "refused")
    standin.cue(SEND, "drop_after", times=4)
    for _ in range(2):
        command("send")
    assert "POST /smtp/email" in caplog.text
    for secret in ("alice@", "alice%40", "refused@", KEY, "Bonjour", "k" * 40):
        assert secret not in caplog.text


def test_an_acceptance_read_back_from_the_disk_ends_a_doubt(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    (send_id,) = approve("alice")
    standin.cue(SEND, "drop_after", times=4)
    send_here(house)
    standin.state.events.clear()
    standin.state.is_log_late = True
    calls = standin.count(SEND)
    accepted = Answer(Outcome.ACCEPTED, 201)
    letter = Announced(send_id, 0, "", "", 1, may_have_left=True)
    record = {**record_of(letter, accepted), "state": "accepted", "message_id": "<1@x>"}
    Spool(conn, house).add({**record, "has_not_left": False, "wait": None})
    assert send_here(house)[0] == 0
    assert (standin.count(SEND), states(conn)) == (calls, {"accepted": 1})


def test_an_answer_to_another_databases_letter_waits_for_that_database(
    house: Settings, approve: Approve, conn: Any
) -> None:
    path = Spool(conn, house).add({"send_id": str(uuid.uuid4()), "state": "accepted"})
    approve("alice")
    assert send_here(house)[0] == 0
    assert path.exists()


@pytest.mark.parametrize("status", [401, 402, 403])
def test_what_concerns_every_letter_stops_the_run_and_loses_none(
    house: Settings, approve: Approve, standin: Standin, conn: Any, status: int
) -> None:
    approve("alice", "bruno", "claire")
    standin.cue(SEND, "status", status=status, times=99)
    with pytest.raises(ConfigurationError):
        send_here(house)
    assert states(conn) == {"queued": 3}
    standin.faults.clear()
    assert send_here(house)[0] == 0
    assert len(standin.state.mails) == 3


def test_a_refused_row_fails_alone(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    approve("alice", "refused", "claire")
    code, counts = send_here(house)
    assert (code, counts["failed"], len(standin.state.mails)) == (1, 1, 2)
    failed = store.row(conn, "select * from activation.outbox where state = 'failed'")
    assert failed is not None
    assert "refused@" not in failed["error_message"]


def test_a_key_brevo_has_already_seen_on_a_first_call_leaves_the_letter_in_doubt(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    """Sent from a database since restored: once Brevo forgets the key, a call would be a mail."""
    approve("alice")
    standin.cue(SEND, "status", status=400, code="duplicate_parameter", times=9)
    with pytest.raises(ConfigurationError, match="restaurée"):
        send_here(house)
    assert states(conn) == {"unknown": 1}


def test_a_long_throttle_ends_the_run_and_keeps_the_queue(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    approve("alice", "bruno")
    standin.cue(SEND, "throttle", reset="900", times=9)
    with pytest.raises(LockedError):
        send_here(house)
    assert (states(conn), standin.state.mails) == ({"queued": 2}, [])


def test_brevo_out_of_reach_stops_after_three_letters(
    house: Settings, approve: Approve, standin: Standin, conn: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve(*(f"p{n}" for n in range(12)))
    monkeypatch.setattr("activation.sending.sender.SECONDS_OF_WORK", 0.02)  # four letters at a time
    standin.cue(SEND, "drop_before", times=999)
    with pytest.raises(OutOfReachError):
        send_here(house)
    assert states(conn)["queued"] >= 8
    assert standin.state.mails == []


def test_a_clock_far_from_brevos_sends_nothing(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    """The time a key is remembered cannot be counted on such a clock."""
    approve("alice")
    standin.date_skew = timedelta(minutes=10)
    with pytest.raises(ConfigurationError, match="clock"):
        send_here(house)
    assert (standin.state.mails, states(conn)) == ([], {"queued": 1})


def test_a_rehearsal_sends_nothing_and_changes_no_state(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    approve("alice", "bruno")
    assert send_here(house, sandbox=True)[1]["sandboxed"] == 2
    assert (standin.state.mails, states(conn)) == ([], {"queued": 2})
    assert send_here(house)[0] == 0
    assert len(standin.state.mails) == 2


@pytest.mark.parametrize(
    ("fault", "calls", "end"),
    [
        ({"kind": "status", "status": 400, "code": "invalid_parameter"}, 5, ConfigurationError),
        ({"kind": "hang_before"}, 3 * 4, OutOfReachError),
    ],
    ids=["refused", "silent"],
)
def test_what_befalls_every_letter_spends_no_more_of_them_than_documented(
    house: Settings,
    approve: Approve,
    standin: Standin,
    conn: Any,
    fault: dict[str, Any],
    calls: int,
    end: type[Exception],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ACTIVATION_DEADLINE", "0.2")
    approve(*(f"person{n}" for n in range(20)))
    standin.cue(SEND, times=99, **fault)
    with pytest.raises(end):
        send_here(house)
    assert standin.count(SEND) == calls
    assert states(conn)["queued"] == 20 - calls // (4 if end is OutOfReachError else 1)


@pytest.mark.parametrize("status", [400, 403, 404, 422, 429])
def test_a_page_of_html_says_nothing_of_the_letter(
    house: Settings, approve: Approve, standin: Standin, conn: Any, status: int
) -> None:
    """A gateway's, perhaps: the letter left, and counts as one that may have."""
    approve("alice")
    standin.cue(SEND, "gateway_after", status=status)
    send_here(house)
    assert (len(standin.state.mails), states(conn)) == (1, {"accepted": 1})
