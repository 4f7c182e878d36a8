"""Letters somebody of the house asked to receive themselves, exactly as they would arrive.

No ledger knows of them: nothing of the outbox, of attempts or of events is touched, and no tag of
theirs is one that letters to customers carry. A request is settled before its call: what is lost
on the way is asked again by a person, never repeated.
"""

import uuid

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.one_letter import one_letter
from activation.brevo.answers import Outcome
from activation.brevo.client import Brevo
from activation.config import load_config
from activation.letters.sender_identity import load_identity
from warehouse.errors import NeedsPersonError
from warehouse.rows import Row, execute, row, transaction
from warehouse.settings import Settings

TAG = "copie-maison"
_NAMESPACE = uuid.UUID("0d9a3f5e-4f0e-5c39-8a51-6a4c7ce2f6b1")

_NEXT = """
    select request_id, reco_id::text as reco_id, content_hash, sent_to
    from activation.letters_to_oneself
    where settled_at is null
    order by request_id limit 1 for update skip locked
"""
_SETTLE = """
    update activation.letters_to_oneself set settled_at = clock_timestamp(), outcome = %s
    where request_id = %s
"""


def send_asked(conn: Connection, settings: Settings, brevo: Brevo) -> int:
    """Mail every letter asked for and not yet settled; return how many Brevo accepted. Commits.

    A letter whose words changed since it was asked for is not mailed, nor is one to an address
    outside of ACTIVATION_ALLOWED_RECIPIENTS (`refused`). Raises as
    `Brevo.ask` does; the request at hand is then settled as `failed`.
    """
    sent = 0
    while True:
        with transaction(conn):
            asked = row(conn, _NEXT)
            if asked is None:
                return sent
            message = _message(conn, settings, asked)
            outcome = "failed" if message else "refused"
            execute(conn, _SETTLE, (outcome, asked["request_id"]))
        if message is None:
            continue
        answer = brevo.ask("POST", "/smtp/email", body=message)
        if answer.outcome is Outcome.ACCEPTED:
            sent += 1
            with transaction(conn):
                execute(conn, _SETTLE, ("sent", asked["request_id"]))


def _message(conn: Connection, settings: Settings, asked: Row) -> dict[str, object] | None:
    allowed = load_config(settings).allowed_recipients
    if allowed and asked["sent_to"].lower() not in allowed:
        return None
    try:
        found = one_letter(conn, asked["reco_id"])
    except NeedsPersonError:  # its words have not been kept
        return None
    if found is None or found.kept["content_hash"] != asked["content_hash"]:
        return None
    sender = load_identity(settings)
    signed = {"name": sender.sender_name, "email": sender.sender_email}
    return {
        "to": [{"email": asked["sent_to"], "contactPixelTrackingConsent": False}],
        "sender": signed,
        "replyTo": {"email": sender.sender_email},
        "subject": found.letter.subject,
        "htmlContent": found.letter.html,
        "textContent": found.letter.text,
        "tags": [TAG],
        "headers": {"idempotencyKey": str(uuid.uuid5(_NAMESPACE, str(asked["request_id"])))},
    }
