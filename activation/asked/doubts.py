"""Letters nobody can vouch for: shown to a person, who says whether each has left."""

import uuid

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse.errors import ConfigurationError, LockedError
from warehouse.rows import Row, execute, rows, transaction

_IN_DOUBT = """
select
    o.send_id::text, o.client_code, o.scenario, o.first_attempt_at, latest.said,
    o.first_attempt_at + interval '60 minutes' as provable_at,
    o.first_attempt_at < clock_timestamp() - interval '60 minutes' as is_provable,
    latest.decision_id is not null and latest.settled_at is null as is_being_settled
from activation.outbox as o
left join lateral (
    select d.decision_id, d.settled_at, d.said from activation.doubt_decisions as d
    where d.send_id = o.send_id order by d.decision_id desc limit 1
) as latest on true
where o.state = 'unknown'
order by o.first_attempt_at, o.send_id
"""
_DECIDE = """
insert into activation.doubt_decisions (send_id, has_left, decided_by)
select send_id, %s, %s from activation.outbox where send_id = %s and state = 'unknown'
"""


def in_doubt(conn: Connection) -> list[Row]:
    """Return the letters in doubt, and what was decided of them last.

    An hour after its call, and not before, Brevo's log proves that a letter has not left.
    """
    return rows(conn, _IN_DOUBT)


def decide(conn: Connection, send_id: str, by: str, *, has_left: bool) -> None:
    """Have the worker settle a letter as a person says. Commits.

    Raises ConfigurationError when it is in doubt no more, LockedError when somebody has just
    decided.
    """
    try:
        with transaction(conn):
            found = execute(conn, _DECIDE, (has_left, by, str(uuid.UUID(send_id))))
    except psycopg2.errors.UniqueViolation:
        raise LockedError(
            "somebody has just decided of this letter",
            "quelqu'un vient déjà de décider de cette lettre",
        ) from None
    except ValueError:
        found = 0
    if not found:
        raise ConfigurationError(
            "this letter is in doubt no more", "cette lettre n'est plus en doute"
        )
