"""The outbox: every letter a person approved, exactly as it will leave, and where it stands.

    queued -> sending -> accepted | failed | retry_wait | unknown
    queued, retry_wait -> skipped | cancelled | expired      (never left)
    unknown -> accepted | queued (a person: it was not sent) | abandoned

The database refuses any other move, and a second live letter for a proposal or an
address.
"""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.hashing import canonical, client_hash, email_hash, normal_email, sha256
from activation.letters.sender_identity import Identity
from activation.reasons import Reason
from warehouse.rows import execute, value

_NAMESPACE = uuid.UUID("6f1d1f0a-1c5e-5b0e-9b57-3d0c3f3f7a10")
LONGEST_NAME = 70
LARGEST_PARAMS = 100_000  # bytes of JSON, Brevo's limit for one letter


@dataclass(frozen=True)
class Letter:
    """One approved letter, frozen: what approval showed is what leaves.

    `template_sha256` is that of `activation.templates.content_sha256` at approval: the
    letter leaves only through a template that still has this content.
    `sender` signs it and gets the answers, whatever Brevo's template says by then; None: who
    signs that template.
    `legal_basis` is `client_existant` or `consentement`.
    """

    reco_id: uuid.UUID
    approval_id: int
    content_hash: str
    client_code: str
    email: str
    scenario: str
    produit_keys: list[str]
    params: dict[str, Any]
    template_sha256: str
    valid_until: date
    legal_basis: str = "client_existant"
    tracking_consent: bool = False
    sender: Identity | None = None
    subject: str | None = None
    name: str | None = None
    not_before: datetime | None = None
    tags: list[str] = field(default_factory=list)

    @property
    def send_id(self) -> uuid.UUID:
        """One id per approval: approving again after a skip is another letter."""
        return uuid.uuid5(_NAMESPACE, f"{self.reco_id}|{self.content_hash}|{self.approval_id}")


@dataclass(frozen=True)
class Enqueued:
    """Either the id of the queued letter, or why it was not queued."""

    send_id: uuid.UUID | None
    reason: Reason | None = None


def enqueue(
    conn: Connection, key: bytes, letter: Letter, skipped: Reason | None = None
) -> Enqueued:
    """Put one approved letter in the outbox, in the caller's transaction.

    `key` is `hash_key(conn, settings)`; `skipped` is why it will not leave, for a letter
    kept for the record only. Raises ValueError when its parameters are too large for Brevo.
    Not queued: when this proposal has a live letter (`lettre_deja_en_file`), or another letter
    to this address is open (`adresse_deja_en_file`).
    """
    payload = canonical(_payload(letter))
    added = execute(
        conn,
        """
        insert into activation.outbox
            (send_id, reco_id, approval_id, content_hash, client_code, client_hash,
             email_norm, email_hash, scenario, produit_keys, template_sha256,
             payload, payload_sha256, idempotency_key, legal_basis, tracking_consent,
             not_before, valid_until, state, outcome_reason)
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
        on conflict do nothing
        """,
        (
            str(letter.send_id), str(letter.reco_id), letter.approval_id, letter.content_hash,
            letter.client_code, client_hash(key, letter.client_code),
            normal_email(letter.email), email_hash(key, letter.email),
            letter.scenario, letter.produit_keys, letter.template_sha256, payload,
            sha256(payload), str(idempotency_key(letter.send_id, 1)), letter.legal_basis,
            letter.tracking_consent, letter.not_before, letter.valid_until,
            "skipped" if skipped else "queued", skipped,
        ),
    )  # fmt: skip
    return Enqueued(letter.send_id) if added else Enqueued(None, _why_not(conn, letter))


def _why_not(conn: Connection, letter: Letter) -> Reason:
    same_proposal = value(
        conn,
        """
        select 1 from activation.outbox where reco_id = %s
        and state not in ('skipped', 'cancelled', 'failed', 'expired')
        """,
        (str(letter.reco_id),),
    )
    return Reason.ALREADY_QUEUED if same_proposal else Reason.ADDRESS_ALREADY_QUEUED


def idempotency_key(send_id: uuid.UUID, generation: int) -> uuid.UUID:
    """Return the key of a letter; `generation` grows only when a person says it was not sent."""
    return uuid.uuid5(_NAMESPACE, f"key|{send_id}|{generation}")


def _payload(letter: Letter) -> dict[str, Any]:
    recipient: dict[str, Any] = {
        "email": normal_email(letter.email),
        "contactPixelTrackingConsent": letter.tracking_consent,
    }
    if letter.name and is_safe_name(letter.name):
        recipient["name"] = letter.name
    payload: dict[str, Any] = {
        "to": [recipient],
        "params": letter.params,
        "tags": ["reco", letter.scenario, *letter.tags, f"s:{letter.send_id}"],
    }
    if letter.sender:
        signed = {"name": letter.sender.sender_name, "email": letter.sender.sender_email}
        payload |= {"sender": signed, "replyTo": {"email": letter.sender.sender_email}}
    if letter.subject:
        payload["subject"] = letter.subject
    if len(canonical(letter.params).encode()) > LARGEST_PARAMS:
        raise ValueError(f"the params of letter {letter.reco_id} exceed {LARGEST_PARAMS} bytes")
    return payload


def is_safe_name(name: str) -> bool:
    """Return whether Brevo keeps this display name.

    It silently drops a name that has both an accent and punctuation special to mail headers.
    """
    special = any(character in name for character in ',;:<>@()[]"\\')
    return len(name) <= LONGEST_NAME and (name.isascii() or not special)
