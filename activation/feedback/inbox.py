"""Events Brevo pushes: kept raw and answered first, read later with everything else."""

import json
from collections import Counter
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.feedback.events import NOES, UNREADABLE, Event, from_webhook
from activation.feedback.pull import addressed, store_events
from warehouse.rows import Row, execute, rows, transaction, value

_WAITING = "select inbox_id, body from activation.webhook_inbox where error is null order by 1"
_HAS_UNREAD = "select exists (select from activation.webhook_inbox where error is null)"


def keep(conn: Connection, body: bytes) -> None:
    """Keep what Brevo posted, as it came but for signs a database cannot hold. Commits."""
    text = body.decode("utf-8", "replace").replace("\0", "")
    with transaction(conn):
        execute(conn, "insert into activation.webhook_inbox (body) values (%s)", (text,))


def read_inbox(conn: Connection, key: bytes) -> Counter[str]:
    """Turn what was received into events; keep, with the reason, what cannot be read.

    Item by item: what is wrong with one event of a batch says nothing of the others.
    """
    counts: Counter[str] = Counter()
    for line in _waiting(conn):
        events, unread, error = _read(conn, line["body"], key)
        counts += store_events(conn, key, events)
        with transaction(conn):
            if error:
                _set_aside(conn, line["inbox_id"], unread, error)
            else:
                execute(
                    conn,
                    "delete from activation.webhook_inbox where inbox_id = %s",
                    (line["inbox_id"],),
                )
    return counts


def has_unread(conn: Connection) -> bool:
    """Return whether anything received waits to be read."""
    return bool(value(conn, _HAS_UNREAD))


def may_say_no(conn: Connection, key: bytes) -> bool:
    """Return whether anything that waits says no, or cannot be read: then it may."""
    for line in _waiting(conn):
        events, _, error = _read(conn, line["body"], key)
        if error or any(event and event.type in NOES for event in events):
            return True
    return False


def _waiting(conn: Connection) -> list[Row]:
    return rows(conn, _WAITING)


def _read(conn: Connection, body: str, key: bytes) -> tuple[list[Event | None], str, str | None]:
    """Return the events of one delivery, what of it cannot be read, and why (the first reason)."""
    try:
        payloads: Any = json.loads(body)
    except (*UNREADABLE, RecursionError) as error:
        return [], body, type(error).__name__
    events: list[Event | None] = []
    unread: list[Any] = []
    reasons: list[str] = []
    for payload in _items(payloads):
        try:
            events.append(from_webhook(addressed(conn, payload), key))
        except (*UNREADABLE, RecursionError) as error:
            unread.append(payload)
            reasons.append(type(error).__name__)
    return events, json.dumps(unread, ensure_ascii=False), next(iter(reasons), None)


def _items(payloads: Any) -> list[Any]:  # noqa: ANN401 - whatever was posted
    """Return the events of a delivery: one, a list of them, or an object that holds the list."""
    if isinstance(payloads, dict) and not payloads.get("event"):
        lists = [one for one in payloads.values() if isinstance(one, list)]
        payloads = [one for found in lists for one in found] or payloads
    return payloads if isinstance(payloads, list) else [payloads]


def _set_aside(conn: Connection, inbox_id: int, unread: str, error: str) -> None:
    execute(
        conn,
        "update activation.webhook_inbox set body = %s, error = %s where inbox_id = %s",
        (unread, error, inbox_id),
    )
