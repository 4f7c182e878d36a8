"""Events Brevo pushes: kept raw and answered first, read later with everything else."""

import json
from collections import Counter

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.feedback.events import UNREADABLE, from_webhook
from activation.feedback.pull import store_events
from warehouse.rows import execute, rows, transaction


def read_inbox(conn: Connection, key: bytes) -> Counter[str]:
    """Turn what was received into events; keep, with the reason, what cannot be read."""
    counts: Counter[str] = Counter()
    waiting = rows(
        conn, "select inbox_id, body from activation.webhook_inbox where error is null order by 1"
    )
    for line in waiting:
        try:
            payloads = json.loads(line["body"])
            payloads = payloads if isinstance(payloads, list) else [payloads]
            events = [from_webhook(payload, key) for payload in payloads]
        except (*UNREADABLE, RecursionError) as error:
            _set_aside(conn, line["inbox_id"], type(error).__name__)
            continue
        counts += store_events(conn, key, events)
        with transaction(conn):
            execute(
                conn,
                "delete from activation.webhook_inbox where inbox_id = %s",
                (line["inbox_id"],),
            )
    return counts


def _set_aside(conn: Connection, inbox_id: int, reason: str) -> None:
    with transaction(conn):
        execute(
            conn,
            "update activation.webhook_inbox set error = %s where inbox_id = %s",
            (reason, inbox_id),
        )
