"""What a sending would do now: letters, those the gates keep back and why, credits at Brevo."""

import json
from collections import Counter
from contextlib import closing
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.carry_out import carry_out
from activation.asked.hours import left_today
from activation.asked.sendings import ready, ready_set
from activation.brevo.client import Brevo
from activation.config import load_config
from activation.sending import gates
from activation.sending.preflight import credit_balance
from warehouse.errors import ProductError
from warehouse.rows import connect_durably, execute, rows, transaction, value
from warehouse.settings import Settings

_IS_ASKED = "select 1 from activation.sending_previews where computed_at is null limit 1"
_QUEUED = "select send_id::text from activation.outbox where state in ('queued', 'retry_wait')"
_KEEP = """
update activation.sending_previews set computed_at = clock_timestamp(), found = %s
where computed_at is null
"""


def compute(settings: Settings) -> None:
    """Answer who asked what a sending would do; previews older than a day are forgotten."""
    with closing(connect_durably(settings, "activation worker")) as conn:
        if value(conn, _IS_ASKED) is None:
            return
        found = _look(conn, settings)
        with transaction(conn):
            execute(conn, _KEEP, (json.dumps(found),))
            execute(
                conn,
                "delete from activation.sending_previews"
                " where asked_at < clock_timestamp() - interval '1 day'",
            )


def _look(conn: Connection, settings: Settings) -> dict[str, Any]:
    try:
        carry_out(conn, settings)
        left_out = _left_out(conn, settings)
    except ProductError as error:
        conn.rollback()
        return {"problem": error.french, "set": ready_set(conn)}
    return {
        "set": ready_set(conn),
        "letters": sum(ready(conn).values()),
        "left_out": dict(left_out.most_common()),
        "left_today": left_today(conn),
        "credits": _credits(settings),
    }


def _left_out(conn: Connection, settings: Settings) -> Counter[str]:
    config = load_config(settings)
    today = gates.today_in_paris(conn, settings.as_of_date)
    named = gates.parameters(config.rules, today, sorted(config.allowed_recipients))
    named |= gates.contacted_since_build(conn, named)
    ids = [one["send_id"] for one in rows(conn, _QUEUED)]
    return Counter(gates.stopped(conn, ids, named).values())


def _credits(settings: Settings) -> int | None:
    try:
        answer = Brevo(settings).ask("GET", "/account")
    except ProductError:
        return None
    return credit_balance(answer.body) if isinstance(answer.body, dict) else None
