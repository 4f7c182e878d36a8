"""“Envoyer”: a real worker sends what was asked for, is stopped, killed, and gone on with."""

import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from subprocess import Popen
from typing import Any

import pytest

from activation.asked import sendings
from activation.config import Rules
from activation.feedback.newest import has_news
from activation.health.now import override
from activation.worker.loop import tasks
from activation.worker.sendings import carry_out
from tests.support.brevo.standin import Standin
from tests.support.health import go_well
from tests.support.house import activation, kill, states, until, workers
from warehouse.errors import ConfigurationError, LockedError
from warehouse.rows import execute, row, value
from warehouse.settings import Settings, load_settings

pytestmark = pytest.mark.processes

Approve = Callable[..., list[str]]
Work = Callable[..., Popen[str]]
SEND = "POST /smtp/email"
AT_ONCE = Rules(send_delay=0)


def ask(conn: Any, rules: Rules = AT_ONCE) -> int:
    return sendings.ask(conn, "Odile", sendings.ready_set(conn), rules)


def is_over(conn: Any, sending_id: int) -> bool:
    kept = "select finished_at is not null from activation.sendings where sending_id = %s"
    return bool(value(conn, kept, (sending_id,)))


@pytest.fixture
def work() -> Iterator[Work]:
    with workers() as start:
        yield start


def test_letters_leave_once_and_the_five_figures_always_add_up(
    approve: Approve, standin: Standin, watching: Any, work: Work
) -> None:
    approve(*(f"p{number}" for number in range(12)), "refused")
    standin.latency = 0.05
    sending_id = ask(watching)
    approve("later")  # not among the letters that were shown
    work()
    seen = set()
    while not is_over(watching, sending_id):
        now = sendings.progress(watching, sending_id)
        parts = (now.accepted, now.failed, now.left_out, now.in_doubt, now.waiting)
        assert sum(parts) == now.queued == 13
        seen.add(parts)
    assert len(seen) > 2
    assert sendings.progress(watching, sending_id) == sendings.Progress(13, 12, 1, 0, 0, 0)
    assert len({mail["email"] for mail in standin.state.mails}) == len(standin.state.mails) == 12
    assert states(watching) == {"accepted": 12, "failed": 1, "queued": 1}


def test_the_worker_hears_noes_nobody_asked_it_to(
    approve: Approve, watching: Any, work: Work
) -> None:
    """The page approves nothing before."""
    approve("p1", "p2")
    body = '{"event": "complaint", "email": "p1@example.org", "ts_epoch": 1764000000}'
    execute(watching, "insert into activation.webhook_inbox (body) values (%s)", (body,))
    execute(
        watching,
        "insert into activation.opt_outs_heard"
        " (client_code, email_norm, heard_how, heard_on, told_to, recorded_by)"
        " values ('P2', 'p2@example.org', 'phone', '2026-11-23', 'Odile', 'Odile')",
    )
    work()
    said = "select string_agg(distinct reason, ' ' order by reason) from activation.suppressions"
    until(lambda: value(watching, said) == "desinscrit plainte")
    assert not has_news(watching)


def test_a_killed_worker_is_followed_by_one_that_goes_on(
    approve: Approve, standin: Standin, watching: Any, work: Work
) -> None:
    approve(*(f"p{number}" for number in range(20)))
    sending_id = ask(watching)
    first = work(ACTIVATION_SEND_RATE="20", ACTIVATION_LEASE="1.2")
    until(lambda: standin.count(SEND) >= 5)
    kill(first)
    assert not is_over(watching, sending_id)
    work(ACTIVATION_LEASE="1.2")
    until(lambda: is_over(watching, sending_id))
    assert len({mail["email"] for mail in standin.state.mails}) == len(standin.state.mails) == 20
    assert sendings.progress(watching, sending_id).accepted == 20


def test_a_worker_told_to_end_ends_at_once_and_the_next_goes_on(
    approve: Approve, standin: Standin, watching: Any, work: Work
) -> None:
    approve(*(f"p{number}" for number in range(6)))
    sending_id = ask(watching)
    first = work(ACTIVATION_SEND_RATE="0.5")
    until(lambda: standin.count(SEND) >= 1)
    first.send_signal(signal.SIGTERM)
    assert first.wait(10) == 0
    assert states(watching) == {"accepted": 1, "queued": 5}
    work()
    until(lambda: is_over(watching, sending_id))
    assert len(standin.state.mails) == 6


def test_stop_is_heard_within_five_seconds_between_two_letters(
    approve: Approve, standin: Standin, watching: Any, work: Work
) -> None:
    approve(*(f"p{number}" for number in range(6)))
    sending_id = ask(watching)
    work(ACTIVATION_SEND_RATE="0.02")  # fifty seconds from one letter to the next
    until(lambda: standin.count(SEND) == 1)
    assert sendings.stop(watching, sending_id, "Claire")
    until(lambda: is_over(watching, sending_id), seconds=5)
    assert not sendings.stop(watching, sending_id, "Odile")
    assert states(watching) == {"accepted": 1, "queued": 5}
    assert value(watching, "select stop_asked_by from activation.sendings") == "Claire"
    assert ask(watching) > sending_id


def test_stop_ends_a_sending_that_waits_for_its_hour(
    approve: Approve, standin: Standin, watching: Any, work: Work
) -> None:
    approve("alice")
    sending_id = ask(watching)
    # Quiet all day but for the hour before this one.
    hour = int(value(watching, "select extract(hour from now() at time zone 'Europe/Paris')"))
    work(ACTIVATION_QUIET_HOURS=f"{hour}-{(hour - 1) % 24}")
    due = "select due_at > clock_timestamp() + interval '1 hour' from activation.sendings"
    until(lambda: value(watching, due))
    assert sendings.stop(watching, sending_id, "Odile")
    until(lambda: is_over(watching, sending_id), seconds=5)
    assert (standin.count(SEND), states(watching)) == (0, {"queued": 1})


def test_all_is_taken_back_while_the_delay_runs_and_never_after(
    approve: Approve, standin: Standin, watching: Any, work: Work
) -> None:
    approve("alice")
    sending_id = ask(watching, Rules(send_delay=10))
    work()
    assert sendings.take_back(watching, sending_id, "Odile")
    assert not sendings.take_back(watching, sending_id, "Claire")
    second = ask(watching)
    until(lambda: is_over(watching, second))
    assert not sendings.take_back(watching, second, "Odile")
    assert len(standin.state.mails) == 1


def test_data_that_turn_out_wrong_stop_a_sending_until_an_owner_says_why_not(
    approve: Approve, house: Settings, standin: Standin, watching: Any, work: Work
) -> None:
    go_well(watching)
    approve(*(f"p{number}" for number in range(12)))
    first = ask(watching)
    work(ACTIVATION_SEND_RATE="4")
    until(lambda: standin.count(SEND) >= 1)
    execute(watching, "update ops.dbt_results set status = 'fail' where name = 'perdues'")
    until(lambda: is_over(watching, first))
    left = len(standin.state.mails)
    assert left < 12
    said = value(watching, "select said from activation.sendings")
    assert "aucune lettre ne part" in said
    assert "des lignes se sont perdues" in said
    override(watching, house, "Odile", "compté à la main")
    second = ask(watching)
    until(lambda: is_over(watching, second))
    assert len({mail["email"] for mail in standin.state.mails}) == len(standin.state.mails) == 12
    assert sendings.progress(watching, second) == sendings.Progress(
        12 - left, 12 - left, 0, 0, 0, 0
    )


def test_a_letter_to_oneself_a_doubt_and_requests_of_persons_are_settled(
    approve: Approve, standin: Standin, watching: Any, work: Work
) -> None:
    left, lost = approve("alice", "bruno")
    execute(watching, "update activation.outbox set state = 'sending', first_attempt_at = now()")
    execute(watching, "update activation.outbox set state = 'unknown', absent_reads = 2")
    execute(
        watching,
        "update activation.outbox set first_attempt_at = now() - interval '2 hours'"
        " where send_id = %s",
        (lost,),
    )
    for send_id, has_left in ((left, True), (lost, False)):
        execute(
            watching,
            "insert into activation.doubt_decisions (send_id, has_left, decided_by)"
            " values (%s, %s, 'Odile')",
            (send_id, has_left),
        )
    execute(
        watching,
        "insert into activation.letters_to_oneself (reco_id, content_hash, sent_to, asked_by)"
        " select reco_id, 'other words', 'odile@example.org', 'Odile' from activation.outbox"
        " limit 1",
    )
    execute(
        watching,
        "insert into activation.privacy_requests (kind, client_code, asked_by)"
        " values ('access', 'NOBODY', 'Odile'), ('erasure', 'NOBODY', 'Odile')",
    )
    work()
    waiting = "select count(*) from activation.{} where settled_at is null"
    until(lambda: not value(watching, waiting.format("privacy_requests")))
    said = value(
        watching, "select string_agg(outcome || said, ' ') from activation.privacy_requests"
    )
    assert said.count("failedaucune ligne des exports n'a le code client NOBODY") == 2
    until(lambda: not value(watching, waiting.format("doubt_decisions")))
    until(lambda: not value(watching, waiting.format("letters_to_oneself")))
    assert states(watching) == {"accepted": 1, "queued": 1}
    assert value(watching, "select outcome from activation.letters_to_oneself") == "refused"


def test_a_second_worker_and_a_command_beside_a_sending_are_turned_away(
    approve: Approve, standin: Standin, watching: Any, work: Work
) -> None:
    approve("alice")
    sending_id = ask(watching)
    ended = threading.Event()
    standin.after_act = lambda: ended.wait(60)
    work(ACTIVATION_DEADLINE="50", ACTIVATION_LEASE="51")
    until(lambda: standin.count(SEND) > 0)
    assert activation("worker").returncode == 75
    assert activation("send").returncode == 75
    ended.set()
    until(lambda: is_over(watching, sending_id))
    assert len(standin.state.mails) == 1


def test_a_sending_that_cannot_go_on_says_why_and_ends(
    approve: Approve, standin: Standin, watching: Any, work: Work
) -> None:
    approve("alice")
    standin.state.credits = 0
    sending_id = ask(watching)
    work()
    until(lambda: is_over(watching, sending_id))
    found = row(watching, "select said, stop_asked_at from activation.sendings")
    assert found
    assert "crédit" in found["said"]
    assert states(watching) == {"queued": 1}


def test_what_nobody_foresaw_ends_a_sending_and_names_nobody(
    approve: Approve, standin: Standin, watching: Any, caplog: pytest.LogCaptureFixture
) -> None:
    approve("alice")
    sending_id = ask(watching)
    execute(watching, "alter table activation.attempts add column more text not null")
    carry_out(load_settings(), sending_id, lambda: False)
    found = sendings.last(watching)
    assert found
    assert found.finished_at
    assert "imprévu" in (found.said or "")
    assert "NotNullViolation" in caplog.text
    assert "alice" not in caplog.text
    assert (len(standin.state.mails), states(watching)) == (0, {"queued": 1})


def test_without_a_key_nothing_is_asked_of_the_worker_for_ever(
    house: Settings, approve: Approve, watching: Any
) -> None:
    (left,) = approve("alice")
    execute(watching, "update activation.outbox set state = 'sending', first_attempt_at = now()")
    execute(watching, "update activation.outbox set state = 'unknown'")
    execute(
        watching,
        "insert into activation.doubt_decisions (send_id, has_left, decided_by)"
        " values (%s, true, 'Odile')",
        (left,),
    )
    execute(
        watching,
        "insert into activation.letters_to_oneself (reco_id, content_hash, sent_to, asked_by)"
        " select reco_id, 'content', 'odile@example.org', 'Odile' from activation.outbox",
    )
    todo = tasks(replace(house, brevo_api_key=None))
    todo["settle_doubts"](lambda: False, {})
    with pytest.raises(ConfigurationError, match="BREVO_API_KEY"):
        todo["send_to_oneself"](lambda: False, {})
    said = value(watching, "select said from activation.doubt_decisions")
    assert said
    assert "BREVO_API_KEY" in said
    assert value(watching, "select outcome from activation.letters_to_oneself") == "failed"


def test_one_sending_at_a_time_of_the_very_letters_that_were_shown(
    approve: Approve, watching: Any
) -> None:
    approve("alice")
    shown = sendings.ready_set(watching)
    approve("bruno")
    watching.autocommit = False
    with pytest.raises(ConfigurationError, match="changed"):
        sendings.ask(watching, "Odile", shown, AT_ONCE)
    assert sendings.last(watching) is None
    shown = sendings.ready_set(watching)
    sendings.ask(watching, "Odile", shown, Rules())
    with pytest.raises(LockedError):
        sendings.ask(watching, "Claire", shown, Rules())
    found = sendings.last(watching)
    assert found
    assert found.asked_by == "Odile"
    assert found.can_be_taken_back
