"""`resolve`: a person decides about letters nobody else can vouch for."""

import csv
import uuid
from pathlib import Path

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.outbox import idempotency_key
from activation.approval.proposals_file import csv_lines
from activation.hashing import mask_email
from warehouse.errors import ConfigurationError, NeedsPersonError
from warehouse.rows import Row, execute, row, rows, transaction, value

READS_NEEDED = 2

DOUBTS = """
select
    send_id::text, client_code, email_norm, scenario, first_attempt_at, absent_reads, last_read_at,
    first_attempt_at < clock_timestamp() - interval '60 minutes' as is_old_enough
from activation.outbox where state = 'unknown' order by first_attempt_at, send_id
"""


def doubts(conn: Connection) -> list[Row]:
    """Return the letters in doubt, addresses masked."""
    found = rows(conn, DOUBTS)
    conn.commit()
    for letter in found:
        letter["email"] = mask_email(letter.pop("email_norm") or "")
        letter["can_be_sent_again"] = _is_absent(letter)
    return found


def write_doubts(doubts: list[Row], path: Path) -> None:
    """Write the letters in doubt as a CSV file to decide on: keep the lines that are settled."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        names = ["send_id", "client_code", "email", "scenario", "first_attempt_at"]
        writer = csv.DictWriter(file, names, delimiter=";", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(doubts)


def read_ids(path: Path) -> list[str]:
    """Return the ids of a file; raise ConfigurationError when it has none."""
    found = [line["send_id"] for _, line in csv_lines(path, "send_id")]
    if not found:
        raise ConfigurationError(f"{path} names no letter: `activation resolve --csv` writes one")
    return found


def _is_absent(letter: Row) -> bool:
    return bool(letter["is_old_enough"]) and letter["absent_reads"] >= READS_NEEDED


def declare_sent(conn: Connection, send_id: str, by: str, reason: str) -> None:
    """A person has seen that the letter left."""
    _require(conn, send_id)
    _settle(conn, send_id, "accepted", by, reason)


def abandon(conn: Connection, send_id: str, by: str, reason: str) -> None:
    """Nobody will ever know: the letter counts as a contact and is not sent again."""
    _require(conn, send_id)
    _settle(conn, send_id, "abandoned", by, reason)


def declare_not_sent(conn: Connection, send_id: str, by: str, reason: str) -> None:
    """A person says that it never left: it is queued again, under a new key.

    Raises NeedsPersonError until Brevo's log has been read twice without it, an hour
    and more after the call: sooner, its absence proves nothing.
    """
    letter = _require(conn, send_id)
    if not _is_absent(letter):
        raise NeedsPersonError(
            f"{send_id} cannot be declared unsent yet ({letter['absent_reads']} of {READS_NEEDED} "
            "readings of Brevo's log an hour after the call): run `activation pull` then, twice, "
            "and decide again",
            "on ne peut pas encore dire qu'elle n'est pas partie : le journal de Brevo ne le "
            "prouve qu'une heure après l'appel ; décidez alors de nouveau",
        )
    generation = 1 + value(
        conn,
        "select count(distinct idempotency_key) from activation.attempts"
        " where send_id = %s and not sandbox",
        (send_id,),
    )
    with transaction(conn):
        execute(
            conn,
            """
            update activation.outbox set
                state = 'queued', idempotency_key = %s, first_attempt_at = null,
                absent_reads = 0, outcome_reason = %s, decided_by = %s
            where send_id = %s and state = 'unknown'
            """,
            (str(idempotency_key(uuid.UUID(send_id), generation)), reason, by, send_id),
        )


def _require(conn: Connection, send_id: str) -> Row:
    try:
        send_id = str(uuid.UUID(send_id))
    except ValueError:
        raise ConfigurationError(
            f"{send_id} is not a letter's id: see `activation resolve`"
        ) from None
    letter = row(conn, f"select * from ({DOUBTS}) as d where send_id = %s", (send_id,))  # noqa: S608
    conn.commit()
    if letter is None:
        raise ConfigurationError(
            f"{send_id} is not a letter in doubt: see `activation resolve`",
            "cette lettre n'est plus en doute",
        )
    return letter


def _settle(conn: Connection, send_id: str, state: str, by: str, reason: str) -> None:
    with transaction(conn):
        execute(
            conn,
            """
            update activation.outbox set
                state = %s, outcome_reason = %s, decided_by = %s,
                accepted_at = case when %s = 'accepted' then first_attempt_at end
            where send_id = %s and state = 'unknown'
            """,
            (state, reason, by, state, send_id),
        )
