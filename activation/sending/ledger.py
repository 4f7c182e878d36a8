"""Where a letter stands, written before each call and after each answer.

`announce` commits the attempt before any byte leaves; `settle` records the answer. Both
name the state they expect, so whoever lost the row does nothing. All times are the
database's: the clock of the machine that runs the command plays no part.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.brevo.answers import Answer
from activation.hashing import canonical, sha256
from activation.reasons import Reason
from activation.sending import gates
from activation.sending.holdout import is_held_out
from warehouse.rows import Row, execute, row, transaction, value

Named = dict[str, Any]
# What holds every letter for now, rather than stops this one for good.
HELD = (Reason.TEMPLATE_MISSING, Reason.QUIET_HOURS)
# The state a letter ends in that does not leave: `skipped` for any other reason.
FOR_GOOD: dict[str, str] = {Reason.OUT_OF_DATE: "expired", Reason.HELD_OUT: "held_out"}
FROM_ANSWER = (
    "attempt_id", "message_id", "brevo_code", "brevo_message", "wait", "has_not_left"
)  # fmt: skip

CLAIM = f"""
select
    o.send_id::text, o.client_code, o.state, o.payload, o.payload_sha256, o.idempotency_key::text,
    o.email_norm, o.lease_owner::text, coalesce(o.template_id, t.template_id) as template_id,
    t.content_sha256 = o.template_sha256 as has_template,
    o.first_attempt_at is not null as may_have_left,
    -- A first attempt in the future means the clock has moved: no replay then either.
    coalesce(o.first_attempt_at between clock_timestamp() - make_interval(secs => %(window)s)
             and clock_timestamp(), true) as is_replayable,
    {gates.QUIET} as is_quiet,
    {gates.LETTER} as reason
from activation.outbox as o
left join activation.templates as t on o.scenario = t.scenario
{gates.LETTER_SOURCES}
where o.send_id = %(send_id)s
for update of o
"""  # noqa: S608 - built from constants


@dataclass
class Announced:
    """A letter whose next call is on record. `body` is the exact JSON text that leaves."""

    send_id: str
    attempt_id: int
    body: str
    email: str
    template_id: int
    may_have_left: bool


@dataclass(frozen=True)
class Stopped:
    """Why no call is made for a letter: `reason`, and whether it may already have left."""

    reason: str
    may_have_left: bool


class Ledger:
    """The outbox and its attempts, as one run writes them through one connection."""

    def __init__(self, conn: Connection, run_id: uuid.UUID, lease: float, named: Named) -> None:
        self.conn = conn
        self._run = str(run_id)
        self._lease = lease
        self._named = named

    def announce(self, send_id: str, *, sandbox: bool = False) -> Announced | Stopped | None:
        """Check the gates once more, mark the letter as leaving and commit.

        Stopped when a gate stops it (a letter that surely never left is then skipped); None
        when another process has it.
        """
        with transaction(self.conn):
            letter = row(self.conn, CLAIM, {**self._named, "send_id": send_id})
            if letter is None or not self._is_ours(letter):
                return None
            stopped = _stop(letter) or (None if sandbox else self._kept_back_by_chance(letter))
            if stopped:
                self._keep_back(letter, stopped, sandbox=sandbox)
                return stopped
            return self._write_attempt(letter, sandbox=sandbox)

    def _is_ours(self, letter: Row) -> bool:
        if letter["state"] in ("queued", "retry_wait", "unknown"):
            return True
        return bool(letter["state"] == "sending" and letter["lease_owner"] == self._run)

    def _kept_back_by_chance(self, letter: Row) -> Stopped | None:
        # Of what may have left nothing is drawn any more.
        may_have_left = letter["may_have_left"] or letter["state"] not in ("queued", "retry_wait")
        if not may_have_left and is_held_out(
            self.conn, letter["send_id"], letter["client_code"], self._named["holdout_share"]
        ):
            return Stopped(Reason.HELD_OUT, may_have_left=False)
        return None

    def _keep_back(self, letter: Row, stopped: Stopped, *, sandbox: bool) -> None:
        if sandbox or stopped.reason in HELD:
            return
        if letter["state"] == "sending":
            state = "unknown" if stopped.may_have_left else "queued"
        elif letter["state"] == "unknown":
            return
        else:
            state = FOR_GOOD.get(stopped.reason, "skipped")
        self._move(letter["send_id"], letter["state"], state, reason=stopped.reason)

    def _write_attempt(self, letter: Row, *, sandbox: bool) -> Announced:
        body = _body(letter, sandbox=sandbox)
        attempt_id = value(
            self.conn,
            """
            insert into activation.attempts
                (send_id, run_id, n, path, idempotency_key, request_sha256, sandbox)
            select %s, %s, count(*) + 1, '/smtp/email', %s, %s, %s
            from activation.attempts where send_id = %s
            returning attempt_id
            """,
            (
                letter["send_id"], self._run, letter["idempotency_key"], sha256(body), sandbox,
                letter["send_id"],
            ),
        )  # fmt: skip
        if not sandbox:
            execute(
                self.conn,
                """
                update activation.outbox set
                    state = 'sending', attempts = attempts + 1, template_id = %(template_id)s,
                    first_attempt_at = coalesce(first_attempt_at, clock_timestamp()),
                    lease_owner = %(run)s,
                    lease_until = clock_timestamp() + make_interval(secs => %(lease)s)
                where send_id = %(send_id)s and state = %(state)s
                """,
                {**letter, "run": self._run, "lease": self._lease},
            )
        return Announced(
            letter["send_id"], attempt_id, body, letter["email_norm"], letter["template_id"],
            letter["may_have_left"],
        )  # fmt: skip

    def settle(self, record: dict[str, Any]) -> datetime:
        """Write one answer and the state it leads to, commit, return the database's time.

        Idempotent: the same record read back from the spool changes nothing twice.
        """
        with transaction(self.conn):
            execute(self.conn, SETTLE_ATTEMPT, record)
            if record.get("state"):
                self._move(
                    record["send_id"],
                    "sending",
                    record["state"],
                    reason=record.get("reason"),
                    **{name: record.get(name) for name in FROM_ANSWER},
                )
            now: datetime = value(self.conn, "select clock_timestamp()")
        return now

    def _move(self, send_id: str, before: str, state: str, **more: Any) -> None:  # noqa: ANN401
        named = dict.fromkeys(("reason", *FROM_ANSWER))
        execute(
            self.conn, MOVE, {**named, **more, "send_id": send_id, "before": before, "state": state}
        )


SETTLE_ATTEMPT = """
update activation.attempts set
    finished_at = clock_timestamp(), outcome = %(outcome)s, http_status = %(http_status)s,
    brevo_code = %(brevo_code)s, brevo_message = %(brevo_message)s,
    rate_limit = %(rate_limit)s, rate_remaining = %(rate_remaining)s,
    rate_reset = %(rate_reset)s, latency_ms = %(latency_ms)s
where attempt_id = %(attempt_id)s and finished_at is null
"""

MOVE = """
update activation.outbox set
    state = %(state)s,
    accepted_at = case when %(state)s = 'accepted' then clock_timestamp() end,
    message_id = coalesce(%(message_id)s, message_id),
    outcome_reason = %(reason)s,
    error_code = %(brevo_code)s, error_message = %(brevo_message)s,
    first_attempt_at = case when %(has_not_left)s then null else first_attempt_at end,
    next_attempt_at = clock_timestamp() + make_interval(secs => %(wait)s),
    lease_owner = null, lease_until = null
where send_id = %(send_id)s
-- An acceptance read back late also ends a doubt.
and (state = %(before)s or (state = 'unknown' and %(state)s = 'accepted'))
-- What an answer says of a call is over once there was a later one; an acceptance stays.
and (%(state)s = 'accepted' or not exists (
    select from activation.attempts as later
    where later.send_id = %(send_id)s and later.attempt_id > %(attempt_id)s
    and not later.sandbox
))
"""


def record_of(announced: Announced, answer: Answer) -> dict[str, Any]:
    """Return what an answer leaves on record; JSON, so that it can wait in the spool."""
    return {
        "send_id": announced.send_id,
        "attempt_id": announced.attempt_id,
        "outcome": str(answer.outcome),
        "http_status": answer.status,
        "brevo_code": answer.code or None,
        "brevo_message": answer.message or None,
        "rate_limit": answer.rate.limit,
        "rate_remaining": answer.rate.remaining,
        "rate_reset": answer.rate.reset,
        "latency_ms": answer.latency_ms,
    }


def _stop(letter: Row) -> Stopped | None:
    may_have_left = bool(letter["may_have_left"])
    if letter["reason"]:
        return Stopped(letter["reason"], may_have_left)
    if letter["is_quiet"]:
        return Stopped(Reason.QUIET_HOURS, may_have_left)
    if letter["template_id"] is None or not letter["has_template"]:
        return Stopped(Reason.TEMPLATE_MISSING, may_have_left)
    if not letter["is_replayable"]:
        return Stopped(Reason.TOO_LATE_TO_REPEAT, may_have_left)
    if sha256(letter["payload"]) != letter["payload_sha256"]:
        return Stopped(Reason.TAMPERED_WITH, may_have_left)
    return None


def _body(letter: Row, *, sandbox: bool) -> str:
    headers = {
        "idempotencyKey": letter["idempotency_key"],
        "X-Mailin-custom": json.dumps({"s": letter["send_id"]}),
    }
    if sandbox:
        # A key of its own: a rehearsal must not make Brevo take the real letter for a repeat.
        headers["idempotencyKey"] = str(uuid.uuid4())
        headers["X-Sib-Sandbox"] = "drop"
    payload = json.loads(letter["payload"])
    return canonical({**payload, "templateId": letter["template_id"], "headers": headers})
