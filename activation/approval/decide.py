"""A person's decisions on proposals: append-only, each bound to the exact content seen.

Deciding reads, and adds rows to `activation.approvals`, nothing else: the page's role may
do no more. `activation.approval.carry_out` carries decisions out.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import execute_values

from activation.approval.carry_out import APPROVED
from activation.approval.outbox import LARGEST_PARAMS
from activation.approval.selection import Selection, Undecided, selected, unknown
from activation.feedback.opt_outs import hear
from activation.hash_key import hash_key
from activation.hashing import client_hash, email_hash
from activation.letters.lint import require_sound
from activation.letters.sender_identity import load_identity
from activation.letters.templates import LetterTemplate, compile_templates
from activation.reasons import Reason, opt_out_reason
from warehouse.errors import ConfigurationError
from warehouse.rows import Row, rows, transaction, value
from warehouse.settings import Settings

# Addresses that already have a letter on its way, or approved and about to be.
_TAKEN = f"""
    select email_norm, reco_id::text as reco_id from activation.outbox
    where state in ('queued', 'sending', 'retry_wait', 'unknown')
    union all
    select kept.email_norm, kept.reco_id::text {APPROVED}
"""  # noqa: S608 - built from constants


@dataclass(frozen=True)
class Decided:
    """What a decision did: how many letters it changed, how many were as decided already, and
    those it could not be applied to."""

    decided: int
    unchanged: int
    undecided: list[Undecided]


@dataclass
class _Stops:
    """What keeps a proposal from being approved, apart from the proposal itself."""

    key: bytes
    templates: dict[str, LetterTemplate]
    opt_outs: dict[str, Reason]
    taken: dict[str, str]
    today: date

    def why_not(self, proposal: Row, selection: Selection) -> Reason | None:
        """Return why this proposal cannot be approved, or None."""
        email, reco_id = proposal["email_norm"], str(proposal["reco_id"])
        seen = selection.hashes.get(uuid.UUID(reco_id))
        if seen and seen != proposal["content_hash"]:
            return Reason.CHANGED_SINCE_READ
        if proposal["template_sha256"] != self.templates[proposal["scenario"]].sha256:
            return Reason.TEMPLATE_CHANGED
        if proposal["valid_until"] < self.today:
            return Reason.OUT_OF_DATE
        for hashed in email_hash(self.key, email), client_hash(self.key, proposal["client_code"]):
            if hashed in self.opt_outs:
                return self.opt_outs[hashed]
        if proposal["params_size"] > LARGEST_PARAMS:
            return Reason.TOO_LONG
        if self.taken.get(email, reco_id) != reco_id:
            return Reason.ADDRESS_ALREADY_QUEUED
        return None


def approve(conn: Connection, settings: Settings, selection: Selection, decided_by: str) -> Decided:
    """Approve the selected proposals, in one transaction.

    The noes of files loaded since the last build count. What was approved before with the
    same content is left as it is. Raises
    NeedsPersonError when a letter is not fit to leave, ConfigurationError when the secret
    of the hashes is missing or another than the first.
    """
    undecided, unchanged = unknown(conn, selection), 0
    chosen: list[Row] = []
    with transaction(conn):
        stops = _stops(conn, settings)
        for proposal in selected(conn, selection):
            if proposal["decision"] == "approved" and not proposal["is_over"]:
                unchanged += 1
            elif reason := stops.why_not(proposal, selection):
                undecided.append(Undecided(str(proposal["reco_id"]), reason))
            else:
                stops.taken[proposal["email_norm"]] = str(proposal["reco_id"])
                chosen.append({**proposal, "decision": "approved"})
        _record(conn, chosen, decided_by, None)
    return Decided(len(chosen), unchanged, undecided)


def reject(conn: Connection, selection: Selection, decided_by: str, reason: str) -> Decided:
    """Reject the selected proposals; an approval not yet carried to Brevo is revoked.

    Raises ConfigurationError when `reason` is empty.
    """
    if not reason.strip():
        raise ConfigurationError("un refus demande une raison : ajoutez --reason « pourquoi »")
    undecided, unchanged = unknown(conn, selection), 0
    chosen: list[Row] = []
    with transaction(conn):
        for proposal in selected(conn, selection):
            if proposal["state"] not in (None, "queued", "retry_wait"):
                undecided.append(Undecided(str(proposal["reco_id"]), Reason.ALREADY_LEFT))
            elif proposal["decision"] in ("rejected", "revoked"):
                unchanged += 1
            else:
                was_approved = proposal["decision"] == "approved" or proposal["send_id"]
                decision = "revoked" if was_approved else "rejected"
                chosen.append({**proposal, "decision": decision})
        _record(conn, chosen, decided_by, reason)
    return Decided(len(chosen), unchanged, undecided)


def _hear(conn: Connection, key: bytes) -> None:
    """Hear the newest noes; the page's role may not, and its letters meet them when they leave."""
    if value(conn, "select has_table_privilege('activation.suppressions', 'insert')"):
        hear(conn, key, required=True)


def _stops(conn: Connection, settings: Settings) -> _Stops:
    identity = load_identity(settings)
    templates = compile_templates(identity)
    require_sound(templates.values(), identity)
    key = hash_key(conn, settings)
    _hear(conn, key)
    suppressed = rows(
        conn,
        """
        select email_hash, client_hash, reason from activation.suppressions
        where lifted_at is null
        """,
    )
    return _Stops(
        key=key,
        templates=templates,
        opt_outs={
            hashed: opt_out_reason(row["reason"])
            for row in suppressed
            for hashed in (row["email_hash"], row["client_hash"])
            if hashed
        },
        taken={row["email_norm"]: row["reco_id"] for row in rows(conn, _TAKEN)},
        today=settings.as_of_date or datetime.now(ZoneInfo("Europe/Paris")).date(),
    )


def _record(
    conn: Connection, proposals: Sequence[Row], decided_by: str, reason: str | None
) -> None:
    values = [
        (str(one["reco_id"]), one["content_hash"], one["decision"], decided_by, reason)
        for one in proposals
    ]
    if values:
        with conn.cursor() as cursor:
            execute_values(
                cursor,
                "insert into activation.approvals"
                " (reco_id, content_hash, decision, decided_by, reason) values %s",
                values,
                page_size=1000,
            )
