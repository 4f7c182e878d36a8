"""Statuses and opt-outs come back once each, in whatever order, words and pages they come."""

import contextlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from activation.feedback.events import CANONICAL, from_webhook
from activation.feedback.inbox import keep, read_inbox
from activation.feedback.pull import pull
from activation.hash_key import hash_key
from activation.session import brevo_session
from tests.support.brevo.standin import Standin
from tests.support.house import send_here, states
from warehouse import rows as store
from warehouse.database import connect
from warehouse.errors import OutOfReachError
from warehouse.settings import Settings

Approve = Callable[..., list[str]]


def pull_here(**more: Any) -> dict[str, int]:
    with brevo_session("pull") as session:
        return dict(pull(session.brevo, session.conn, session.key, **more))


def test_statuses_find_their_letter_and_are_counted_once(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    ids = approve("alice")
    send_here(house)
    mail = standin.state.mails[0]
    for event in ("clicks", "delivered", "opened", "loadedByProxy", "clicks"):
        standin.state.happen(event, mail, link="https://example.org/riesling")
    first = pull_here()
    assert (first["event_delivered"], first["event_click"]) == (1, 1)
    assert not any(name.startswith("event_") for name in pull_here(deep=True))
    linked = store.rows(conn, "select distinct send_id::text from activation.events")
    assert linked == [{"send_id": ids[0]}]


def test_paging_loses_no_event(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    mail = {"email": "x@example.org", "messageId": "<1@x>", "tags": [], "templateId": 1}
    at = standin.state.now()
    for number in range(2501):
        standin.state.happen("clicks", mail, at=at - timedelta(seconds=number), link="l")
    assert pull_here()["event_click"] == 2501


def test_bounces_complaints_and_unsubscriptions_become_refusals_that_stay(
    house: Settings, standin: Standin, conn: Any
) -> None:
    for number, event in enumerate(("hardBounces", "spam", "unsubscribed", "softBounces")):
        mail = {"email": f"{event}@example.org", "messageId": f"<{number}@x>", "tags": []}
        standin.state.happen(event, {**mail, "templateId": 1})
    pull_here()
    kept = store.rows(conn, "select reason from activation.suppressions order by reason")
    assert [line["reason"] for line in kept] == ["desinscrit", "hard_bounce", "plainte"]
    for statement in (
        "delete from activation.suppressions",
        "update activation.suppressions set reason = 'x'",
        "update activation.suppressions set lifted_at = now(), lifted_by = 'x', proof = 'x'",
    ):
        with pytest.raises(Exception, match=r"append-only|violates check"):
            store.execute(conn, statement)


def test_whoever_said_no_at_an_old_address_is_not_written_to_at_a_new_one(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    """Known to Brevo only, under an address the ERP has since replaced."""
    approve("alice", email="alice.new@example.org")
    standin.state.block("alice@example.org", "unsubscribedViaEmail")
    pull_here()
    store.execute(conn, "update crm.customer_360 set email = 'alice.new@example.org'")
    send_here(house)
    kept = store.row(conn, "select state, outcome_reason from activation.outbox")
    assert kept == {"state": "skipped", "outcome_reason": "desinscrit"}


def test_lines_that_make_no_sense_stop_nothing_and_are_counted(
    house: Settings, standin: Standin, conn: Any
) -> None:
    mail = {"email": "a@example.org", "messageId": "<1@x>", "tags": [], "templateId": 1}
    standin.state.happen("softBounces", mail, reason="550 <a@example.org>\0 \ud800 unknown")
    standin.state.happen("aNewKindOfEvent", mail)
    standin.state.events.append({**standin.state.events[0], "date": "2026-11-23 soon"})
    standin.state.blocked.append({"email": None, "reason": None})
    standin.state.block("b@example.org", "adminBlocked")
    standin.state.blocked[-1]["blockedAt"] = "yesterday"
    for body in ("[" * 100_000, '{"event": "click", "email": "a@b", "ts_epoch": 1e300}', "7"):
        store.execute(conn, "insert into activation.webhook_inbox (body) values (%s)", (body,))
    counts = pull_here()
    assert read_inbox(conn, hash_key(conn, house)) == {}
    assert (counts["event_soft_bounce"], counts["unreadable"], counts["suppressions"]) == (1, 1, 1)
    reason = store.value(conn, "select reason from activation.events")
    assert "a@example.org" not in reason
    assert store.value(conn, "select count(error) from activation.webhook_inbox") == 3


def test_an_accepted_event_settles_a_doubt(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    approve("alice")
    standin.cue("POST /smtp/email", "drop_after", times=4)
    send_here(house)
    assert states(conn) == {"unknown": 1}
    pull_here()
    assert states(conn) == {"accepted": 1}


def test_every_page_of_the_blocked_list_is_read(
    house: Settings, standin: Standin, conn: Any
) -> None:
    for number in range(250):
        standin.state.block(f"p{number}@example.org", "hardBounce")
    standin.state.block("odd@example.org", "a reason nobody announced")
    assert pull_here()["suppressions"] == 251


def test_what_brevo_posts_merges_with_its_log(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    ids = approve("alice")
    send_here(house)
    mail = standin.state.mails[0]
    payload = {
        "id": 7, "email": "alice@example.org", "message-id": mail["messageId"],
        "event": "delivered", "date": "2031-01-01 00:00:00", "tag": json.dumps(mail["tags"]),
        "ts_epoch": int(standin.state.now().timestamp() * 1000),
    }  # fmt: skip
    with contextlib.closing(connect(house)) as page:
        keep(page, json.dumps(payload).encode())
        keep(page, b"{garbage \xff\x00")
    standin.state.happen("delivered", mail)
    pull_here()
    assert read_inbox(conn, hash_key(conn, house))["event_delivered"] == 0
    found = store.rows(conn, "select send_id::text from activation.events where type = 'delivered'")
    assert found == [{"send_id": ids[0]}]
    left = store.rows(conn, "select error from activation.webhook_inbox")
    assert left == [{"error": "JSONDecodeError"}]


def test_three_vocabularies_one_fact() -> None:
    base = {"email": "a@example.org", "message-id": "<1@x>"}
    for canonical, names in CANONICAL.items():
        for name in names:
            seconds = from_webhook({**base, "event": name, "ts_epoch": 1685541788}, b"k")
            milliseconds = from_webhook({**base, "event": name, "ts_epoch": 1685541788000}, b"k")
            assert seconds is not None
            assert milliseconds is not None
            assert seconds.type == canonical
            assert seconds.key == milliseconds.key
    assert from_webhook({**base, "event": "list_addition", "ts_epoch": 1}, b"k") is None


LOG = "/smtp/statistics/events"
LISTS = {
    "/smtp/blockedContacts": "contacts",
    "/contacts": "contacts",
    LOG: "events",
    "/smtp/emails": "transactionalEmails",
}
# What Brevo, or something in front of it, has given instead of a list.
NO_LISTS: dict[str, tuple[int, Any]] = {
    "nothing": (204, None),
    "a part": (207, {"contacts": [], "events": [], "transactionalEmails": [], "count": 0}),
    "a message": (200, {"message": "try later"}),
    "an array": (200, []),
    "a count without rows": (200, {"count": 3}),
    "a word for the rows": (200, dict.fromkeys([*LISTS.values(), "count"], "none")),
}


@pytest.mark.parametrize("said", NO_LISTS)
@pytest.mark.parametrize("path", LISTS)
def test_what_is_no_whole_list_says_nothing(
    house: Settings, standin: Standin, path: str, said: str
) -> None:
    status, document = NO_LISTS[said]
    standin.cue(f"GET {path}", "says", status=status, says=document)
    with brevo_session("pull") as session, pytest.raises(OutOfReachError):
        list(session.brevo.pages(path, LISTS[path], size=10, query={"email": "a@example.org"}))


@pytest.mark.parametrize("path", LISTS)
def test_a_list_that_ends_before_its_count_says_nothing(
    house: Settings, standin: Standin, path: str
) -> None:
    row = {"email": "a@example.org"}
    standin.cue(f"GET {path}", "says", status=200, says={LISTS[path]: [row], "count": 3})
    standin.cue(f"GET {path}", "says", status=200, says={LISTS[path]: [], "count": 3})
    with brevo_session("pull") as session, pytest.raises(OutOfReachError, match="whole"):
        list(session.brevo.pages(path, LISTS[path], size=10))


@pytest.mark.parametrize(("path", "more"), [("/contacts", {"count": 3}), (LOG, {})])
def test_pages_shorter_than_asked_are_followed_to_the_last_row(
    house: Settings, standin: Standin, path: str, more: dict[str, int]
) -> None:
    rows = [{"email": f"{n}@example.org"} for n in range(3)]
    for part in (rows[:1], rows[1:]):
        standin.cue(f"GET {path}", "says", status=200, says={LISTS[path]: part, **more})
    with brevo_session("pull") as session:
        pages = list(session.brevo.pages(path, LISTS[path], size=10))
    assert [row for page in pages for row in page] == rows


def test_an_empty_event_log_is_an_empty_list(house: Settings, standin: Standin) -> None:
    with brevo_session("pull") as session:
        assert list(session.brevo.pages(LOG, "events", size=10)) == []


def test_a_no_at_brevo_is_heard_whenever_the_contact_was_last_changed(
    house: Settings, standin: Standin, conn: Any
) -> None:
    standin.state.put_contact("late@example.org", {})
    pull_here()
    held = standin.state.contacts["late@example.org"]
    held.update(emailBlacklisted=True, modifiedAt="2020-01-01T00:00:00+00:00")
    pull_here()
    assert store.value(conn, "select reason from activation.suppressions") == "desinscrit"


UNDATED = {"event": "unsubscribed", "email": "a@example.org", "message-id": "<1@x>"}


@pytest.mark.parametrize("time", [{}, {"ts_epoch": "soon"}, {"ts": -1}, {"date": "31/02/2025"}])
def test_an_unsubscription_without_a_usable_time_holds_from_when_it_is_heard(
    house: Settings, conn: Any, time: dict[str, Any]
) -> None:
    add = "insert into activation.webhook_inbox (body) values (%s)"
    for _ in range(2):
        store.execute(conn, add, (json.dumps({**UNDATED, **time}),))
    conn.commit()
    read_inbox(conn, hash_key(conn, house))
    assert store.value(conn, "select reason from activation.suppressions") == "desinscrit"
    assert store.value(conn, "select count(*) from activation.events") == 1
    assert store.value(conn, "select count(*) from activation.webhook_inbox") == 0


def test_one_bad_item_of_a_batch_keeps_no_other_from_being_heard(
    house: Settings, conn: Any
) -> None:
    batch = [{"event": "delivered", "email": "b@example.org"}, "noise", UNDATED]
    store.execute(
        conn, "insert into activation.webhook_inbox (body) values (%s)", (json.dumps(batch),)
    )
    conn.commit()
    read_inbox(conn, hash_key(conn, house))
    assert store.value(conn, "select reason from activation.suppressions") == "desinscrit"
    kept = store.row(conn, "select body, error from activation.webhook_inbox")
    assert kept is not None
    assert json.loads(kept["body"]) == batch[:2]
    assert kept["error"]
