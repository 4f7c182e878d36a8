"""The circuit breaker: too many bounces or complaints stop every sending until a person looks."""

from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse.errors import NeedsPersonError
from warehouse.rows import Row, execute, row
from warehouse.wording import french

FIRST_LETTERS = 50
MOST_AMONG_FIRST = 2  # bounces and complaints together
MOST_BOUNCES = 0.05
MOST_COMPLAINTS = 0.001

# Letters of the last 30 days, or since a person last closed the breaker.
COUNTS = """
with since as (
    select greatest(max(closed_at), clock_timestamp() - interval '30 days') as start
    from activation.breaker_openings
)

select
    count(distinct o.send_id) as letters,
    count(distinct o.send_id) filter (where e.type in ('hard_bounce', 'invalid')) as bounces,
    count(distinct o.send_id) filter (where e.type = 'spam') as complaints
from activation.outbox as o
cross join since as s
left join activation.events as e on o.send_id = e.send_id
where o.state = 'accepted' and o.accepted_at >= s.start
"""


def verdict(letters: int, bounces: int, complaints: int) -> str | None:
    """Return why sending must stop, in French, or None.

    Among the first 50 letters three bounces or complaints are too many; beyond, more
    than 5 % of bounces or 0.1 % of complaints are.
    """
    if letters <= FIRST_LETTERS:
        stop = bounces + complaints > MOST_AMONG_FIRST
    else:
        stop = bounces / letters > MOST_BOUNCES or complaints / letters > MOST_COMPLAINTS
    if not stop:
        return None
    return (
        f"{french(bounces, 'adresse')} en erreur et {french(complaints, 'plainte')} "
        f"pour {french(letters, 'lettre')}"
    )


def check(conn: Connection) -> None:
    """Raise NeedsPersonError when the breaker is open, or opens now. Commits."""
    opening = row(
        conn, "select reason from activation.breaker_openings where closed_at is null limit 1"
    )
    reason = opening["reason"] if opening else _open_if_needed(conn)
    conn.commit()
    if reason:
        raise NeedsPersonError(
            f"les envois sont arrêtés ({reason}) : cherchez pourquoi, puis lancez "
            "`activation resolve breaker --by NOM --reason TEXTE`"
        )


def _open_if_needed(conn: Connection) -> str | None:
    counts: Row = row(conn, COUNTS) or {}
    reason = verdict(counts["letters"], counts["bounces"], counts["complaints"])
    if reason:
        execute(conn, "insert into activation.breaker_openings (reason) values (%s)", (reason,))
    return reason


def close(conn: Connection, by: str, reason: str) -> bool:
    """Let sending start again; return whether the breaker was open."""
    touched = execute(
        conn,
        """
        update activation.breaker_openings
        set closed_at = clock_timestamp(), closed_by = %s, closed_reason = %s
        where closed_at is null
        """,
        (by, reason),
    )
    conn.commit()
    return touched > 0
