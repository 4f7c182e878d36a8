"""A person's decisions on proposals: append-only, each bound to the exact content seen."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation import outbox
from activation.identity import load_identity
from activation.letters import Letter, compile_letters
from activation.masking import client_hash, email_hash, hash_key
from activation.selections import Refusal, Selection, selected, unknown
from activation.store import Row, execute, rows, transaction, value
from activation.template_lint import require_sound
from warehouse.errors import ConfigurationError
from warehouse.settings import Settings


@dataclass(frozen=True)
class Decided:
    """What a decision did: how many letters it changed, left as they were, refused."""

    decided: int
    unchanged: int
    refusals: list[Refusal]


def approve(conn: Connection, settings: Settings, selection: Selection, decided_by: str) -> Decided:
    """Approve the selected proposals and put each in the outbox, in one transaction.

    What was approved before with the same content is left as it is. Raises
    NeedsPersonError when a letter is not fit to leave, ConfigurationError when the secret
    of the hashes is missing.
    """
    identity = load_identity(settings)
    letters = compile_letters(identity)
    require_sound(letters.values(), identity)
    key = hash_key(settings)
    today = settings.as_of_date or datetime.now(ZoneInfo("Europe/Paris")).date()
    refusals, decided, unchanged = unknown(conn, selection), 0, 0
    with transaction(conn):
        said_no = _who_said_no(conn)
        for proposal in selected(conn, selection):
            if proposal["decision"] == "approved" and proposal["send_id"]:
                unchanged += 1
                continue
            reason = _why_not(proposal, selection, today)
            if not reason and not said_no.isdisjoint(_hashes(key, proposal)):
                reason = "ne_plus_ecrire"
            if not reason:
                letter = letters[proposal["scenario"]]
                reason = _approve_one(conn, key, proposal, letter, decided_by)
            if reason:
                refusals.append(Refusal(str(proposal["reco_id"]), reason))
            else:
                decided += 1
    return Decided(decided, unchanged, refusals)


def reject(conn: Connection, selection: Selection, decided_by: str, reason: str) -> Decided:
    """Reject the selected proposals; one already approved and not yet sent is revoked.

    Raises ConfigurationError when `reason` is empty.
    """
    if not reason.strip():
        raise ConfigurationError("a rejection needs a reason: add --reason 'why'")
    refusals, decided, unchanged = unknown(conn, selection), 0, 0
    with transaction(conn):
        for proposal in selected(conn, selection):
            if proposal["decision"] in ("rejected", "revoked") and not proposal["send_id"]:
                unchanged += 1
            elif proposal["state"] not in (None, "queued", "retry_wait"):
                refusals.append(Refusal(str(proposal["reco_id"]), "lettre_deja_partie"))
            else:
                _reject_one(conn, proposal, decided_by, reason)
                decided += 1
    return Decided(decided, unchanged, refusals)


def _why_not(proposal: Row, selection: Selection, today: date) -> str | None:
    seen = selection.hashes.get(uuid.UUID(str(proposal["reco_id"])))
    if seen and seen != proposal["content_hash"]:
        return "contenu_modifie"
    return "expiree" if proposal["valid_until"] < today else None


def _who_said_no(conn: Connection) -> set[str]:
    """Return the keyed hashes, of addresses and client codes, that must not be written to."""
    found = rows(
        conn,
        "select email_hash, client_hash from activation.suppressions where lifted_at is null",
    )
    return {value for line in found for value in line.values() if value}


def _hashes(key: bytes, proposal: Row) -> set[str]:
    return {
        email_hash(key, proposal["email_norm"]),
        client_hash(key, proposal["client_code"]),
    }


def _approve_one(
    conn: Connection, key: bytes, proposal: Row, letter: Letter, decided_by: str
) -> str | None:
    """Record the approval and queue the letter, or neither; return why not."""
    execute(conn, "savepoint one_letter")
    approval_id = _record(conn, proposal, "approved", decided_by, None)
    queued = outbox.enqueue(
        conn,
        key,
        outbox.Letter(
            reco_id=uuid.UUID(str(proposal["reco_id"])),
            approval_id=approval_id,
            content_hash=proposal["content_hash"],
            client_code=proposal["client_code"],
            email=proposal["email_norm"],
            scenario=proposal["scenario"],
            produit_keys=[item["produit_key"] for item in proposal["items"]],
            params=proposal["params"],
            template_sha256=letter.sha256,
            valid_until=proposal["valid_until"],
        ),
    )
    if queued.refusal:
        execute(conn, "rollback to savepoint one_letter")
    execute(conn, "release savepoint one_letter")
    return queued.refusal


def _reject_one(conn: Connection, proposal: Row, decided_by: str, reason: str) -> None:
    decision = "revoked" if proposal["send_id"] else "rejected"
    _record(conn, proposal, decision, decided_by, reason)
    if proposal["send_id"]:
        execute(
            conn,
            """
            update activation.outbox set state = 'cancelled', outcome_reason = 'approbation_retiree'
            where send_id = %s
            """,
            (str(proposal["send_id"]),),
        )


def _record(
    conn: Connection, proposal: Row, decision: str, decided_by: str, reason: str | None
) -> int:
    return int(
        value(
            conn,
            """
            insert into activation.approvals (reco_id, content_hash, decision, decided_by, reason)
            values (%s, %s, %s, %s, %s) returning approval_id
            """,
            (str(proposal["reco_id"]), proposal["content_hash"], decision, decided_by, reason),
        )
    )
