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
    "words as rows": (200, {**{key: ["a@example.org"] for key in LISTS.values()}, "count": 1}),
    "nulls as rows": (200, {**{key: [None] for key in LISTS.values()}, "count": 1}),
    "fewer than none": (200, {"contacts": [], "transactionalEmails": [], "count": -1}),
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


@pytest.mark.parametrize("path", LISTS)
def test_pages_that_only_bring_the_same_rows_are_no_whole_list(
    house: Settings, standin: Standin, path: str
) -> None:
    """The offset is ignored: as many rows as counted, and most of the list never seen."""
    page = {LISTS[path]: [{"email": "a@example.org"}], **({} if path == LOG else {"count": 3})}
    standin.cue(f"GET {path}", "says", status=200, says=page, times=99)
    with brevo_session("pull") as session, pytest.raises(OutOfReachError, match="whole"):
        list(session.brevo.pages(path, LISTS[path], size=10))
    assert standin.count(f"GET {path}") <= 5


def test_a_list_that_shrinks_while_it_is_read_is_not_whole(
    house: Settings, standin: Standin
) -> None:
    """A row that goes moves the next one to a page already read."""
    rows = [{"email": f"{n}@example.org"} for n in range(4)]
    for part, count in ((rows[:2], 4), (rows[3:], 3), ([], 3)):
        page = {"contacts": part, "count": count}
        standin.cue("GET /contacts", "says", status=200, says=page)
    with brevo_session("pull") as session, pytest.raises(OutOfReachError, match="whole"):
        list(session.brevo.pages("/contacts", "contacts", size=2))


def test_a_count_of_the_page_alone_does_not_end_the_list(house: Settings, standin: Standin) -> None:
    rows = [{"email": f"{n}@example.org"} for n in range(3)]
    for part in (rows[:2], rows[2:]):
        page = {"contacts": part, "count": len(part)}
        standin.cue("GET /contacts", "says", status=200, says=page)
    with brevo_session("pull") as session:
        pages = list(session.brevo.pages("/contacts", "contacts", size=2))
    assert [row for page in pages for row in page] == rows
    queries = [query for _, path, query, _ in standin.calls if path == "/contacts"]
    assert {query["sort"] for query in queries} == {"asc"}


def test_an_event_that_arrives_between_two_pages_stops_no_reading(
    house: Settings, standin: Standin
) -> None:
    """Newest first, whatever was asked: the last row read comes again, and nothing after it."""
    event = {"email": "a@example.org", "event": "delivered"}
    for _ in range(2):
        standin.cue(f"GET {LOG}", "says", status=200, says={"events": [event]})
    with brevo_session("pull") as session:
        assert list(session.brevo.pages(LOG, "events", size=10)) == [[event], [event]]


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


def test_a_no_at_brevo_is_the_persons_whatever_address_they_took_there(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    """The contact was given this code here; its address was changed there since."""
    approve("alice")
    store.execute(
        conn,
        "insert into activation.contact_state (client_code, email_norm, email_hash, desired_hash)"
        " values ('ALICE', 'alice@example.org', 'x', 'x')",
    )
    standin.state.attributes["EXT_ID"] = "text"
    standin.state.put_contact("new@example.org", {"EXT_ID": "ALICE"}, emailBlacklisted=True)
    assert send_here(house)[0] == 0
    assert store.value(conn, "select outcome_reason from activation.outbox") == "desinscrit"


def test_a_no_dated_to_come_holds_from_now(house: Settings, standin: Standin, conn: Any) -> None:
    standin.state.block("a@example.org", "unsubscribedViaEmail")
    standin.state.blocked[0].update(blockedAt="9999-12-31T23:59:59Z", reason="unsubscribed")
    pull_here()
    kept = "select reason from activation.suppressions where effective_at <= now()"
    assert store.value(conn, kept) == "desinscrit"


@pytest.mark.parametrize(
    ("spelt", "canonical"),
    [
        ("Unsubscribed", "unsubscribe"), ("list_unsubscribe", "unsubscribe"),
        ("HARD_BOUNCE", "hard_bounce"), ("bounces", "hard_bounce"), ("Spam", "spam"),
        ("markedAsSpam", "spam"),
    ],
)  # fmt: skip
def test_a_no_is_heard_however_brevo_spells_it(spelt: str, canonical: str) -> None:
    said = from_webhook({**UNDATED, "event": spelt}, b"k")
    assert said is not None
    assert said.type == canonical


@pytest.mark.parametrize("names", ["messageId", "tag"])
@pytest.mark.parametrize("way", ["log", "webhook"])
def test_a_no_without_an_address_is_that_of_the_letter_it_names(
    house: Settings, approve: Approve, standin: Standin, conn: Any, names: str, way: str
) -> None:
    approve("alice")
    send_here(house)
    event = dict(standin.state.events[-1], event="unsubscribed", email=None)
    event = {name: said for name, said in event.items() if name in ("event", "date", names)}
    if way == "log":
        standin.state.events.append(event)
    else:
        add = "insert into activation.webhook_inbox (body) values (%s)"
        store.execute(conn, add, (json.dumps({"events": [event]}),))
        read_inbox(conn, hash_key(conn, house))
    pull_here()
    kept = "select email_norm from activation.suppressions where reason = 'desinscrit'"
    assert store.value(conn, kept) == "alice@example.org"


@pytest.mark.parametrize(
    "body",
    [{"event": "unsubscribed", "ts": 1}, {"event": "spam", "message-id": "<9@x>"}, {"what": "?"}],
)
def test_a_no_that_names_nobody_is_kept_for_a_person_to_see(
    house: Settings, conn: Any, body: dict[str, Any]
) -> None:
    add = "insert into activation.webhook_inbox (body) values (%s)"
    store.execute(conn, add, (json.dumps(body),))
    conn.commit()
    read_inbox(conn, hash_key(conn, house))
    assert store.value(conn, "select error from activation.webhook_inbox") == "ValueError"


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
