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
from activation.approval.selection import Refusal, Selection, selected, unknown
from activation.hash_key import hash_key
from activation.hashing import client_hash, email_hash
from activation.letters.lint import require_sound
from activation.letters.sender_identity import load_identity
from activation.letters.templates import Letter, compile_letters
from warehouse.errors import ConfigurationError
from warehouse.rows import Row, rows, transaction
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
    """What a decision did: how many letters it changed, left as they were, refused."""

    decided: int
    unchanged: int
    refusals: list[Refusal]


@dataclass
class _Bars:
    """What an approval is refused for, apart from the proposal itself."""

    key: bytes
    letters: dict[str, Letter]
    said_no: set[str]
    taken: dict[str, str]
    today: date

    def why_not(self, proposal: Row, selection: Selection) -> str | None:
        """Return why this proposal cannot be approved, or None."""
        email, reco_id = proposal["email_norm"], str(proposal["reco_id"])
        seen = selection.hashes.get(uuid.UUID(reco_id))
        if seen and seen != proposal["content_hash"]:
            return "contenu_modifie"
        if proposal["template_sha256"] != self.letters[proposal["scenario"]].sha256:
            return "modele_modifie"
        if proposal["valid_until"] < self.today:
            return "expiree"
        hashes = email_hash(self.key, email), client_hash(self.key, proposal["client_code"])
        if not self.said_no.isdisjoint(hashes):
            return "ne_plus_ecrire"
        if proposal["params_size"] > LARGEST_PARAMS:
            return "trop_longue"
        return None if self.taken.get(email, reco_id) == reco_id else "adresse_deja_en_file"


def approve(conn: Connection, settings: Settings, selection: Selection, decided_by: str) -> Decided:
    """Approve the selected proposals, in one transaction.

    What was approved before with the same content is left as it is. Raises
    NeedsPersonError when a letter is not fit to leave, ConfigurationError when the secret
    of the hashes is missing or another than the first.
    """
    refusals, unchanged = unknown(conn, selection), 0
    chosen: list[Row] = []
    with transaction(conn):
        bars = _bars(conn, settings)
        for proposal in selected(conn, selection):
            if proposal["decision"] == "approved" and not proposal["is_over"]:
                unchanged += 1
            elif reason := bars.why_not(proposal, selection):
                refusals.append(Refusal(str(proposal["reco_id"]), reason))
            else:
                bars.taken[proposal["email_norm"]] = str(proposal["reco_id"])
                chosen.append({**proposal, "decision": "approved"})
        _record(conn, chosen, decided_by, None)
    return Decided(len(chosen), unchanged, refusals)


def reject(conn: Connection, selection: Selection, decided_by: str, reason: str) -> Decided:
    """Reject the selected proposals; an approval not yet carried to Brevo is revoked.

    Raises ConfigurationError when `reason` is empty.
    """
    if not reason.strip():
        raise ConfigurationError("a rejection needs a reason: add --reason 'why'")
    refusals, unchanged = unknown(conn, selection), 0
    chosen: list[Row] = []
    with transaction(conn):
        for proposal in selected(conn, selection):
            if proposal["state"] not in (None, "queued", "retry_wait"):
                refusals.append(Refusal(str(proposal["reco_id"]), "lettre_deja_partie"))
            elif proposal["decision"] in ("rejected", "revoked"):
                unchanged += 1
            else:
                was_approved = proposal["decision"] == "approved" or proposal["send_id"]
                decision = "revoked" if was_approved else "rejected"
                chosen.append({**proposal, "decision": decision})
        _record(conn, chosen, decided_by, reason)
    return Decided(len(chosen), unchanged, refusals)


def _bars(conn: Connection, settings: Settings) -> _Bars:
    identity = load_identity(settings)
    letters = compile_letters(identity)
    require_sound(letters.values(), identity)
    said_no = rows(
        conn,
        "select email_hash, client_hash from activation.suppressions where lifted_at is null",
    )
    return _Bars(
        key=hash_key(conn, settings),
        letters=letters,
        said_no={value for line in said_no for value in line.values() if value},
        taken={line["email_norm"]: line["reco_id"] for line in rows(conn, _TAKEN)},
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
