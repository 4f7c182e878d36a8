"""What a person asks of the house by law: to see what is held of them, or to be erased.

A request is a row; the worker carries it out with the owner's rights, and says how it ended. What
was to be seen is given once, to whoever takes it, and lies about for a day at most.
"""

from typing import Literal

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.feedback.heard import require_known
from warehouse.errors import ConfigurationError, LockedError
from warehouse.rows import Row, execute, rows, transaction, value

Kind = Literal["access", "erasure"]
HOURS_KEPT = 24  # of what nobody takes

_REQUESTS = """
select r.request_id, r.kind, r.client_code, r.asked_by, r.asked_at, r.settled_at, r.outcome, r.said,
    r.taken_by, r.taken_at,
    r.kind = 'access' and r.outcome = 'done' and r.taken_at is null
        and r.settled_at > clock_timestamp() - make_interval(hours => %(hours)s) as can_be_taken
from activation.privacy_requests as r
where %(code)s::text is null or r.client_code = %(code)s
order by r.request_id desc limit 200
"""


def ask(conn: Connection, kind: Kind, client_code: str, by: str) -> None:
    """Ask for a person. Commits.

    Raises ConfigurationError when nobody is known under the code, LockedError when the same is
    asked for already.
    """
    require_known(conn, client_code)
    try:
        with transaction(conn):
            execute(
                conn,
                "insert into activation.privacy_requests (kind, client_code, asked_by)"
                " values (%s, %s, %s)",
                (kind, client_code, by),
            )
    except psycopg2.errors.UniqueViolation:
        raise LockedError(
            "this has been asked for already", "c'est déjà demandé, et pas encore fait"
        ) from None


def requests(conn: Connection, client_code: str | None = None) -> list[Row]:
    """Return what was asked and what came of it, newest first; of one person, or of all."""
    return rows(conn, _REQUESTS, {"code": client_code, "hours": HOURS_KEPT})


def take(conn: Connection, request_id: int, by: str) -> str:
    """Return everything held of a person, as JSON, and keep it no longer. Commits.

    Raises ConfigurationError when somebody has taken it, or nobody did in time.
    """
    with transaction(conn):
        content = value(conn, "select activation.take_access_export(%s, %s)", (request_id, by))
    if content is None:
        raise ConfigurationError(
            "this was taken already, or is kept no longer: ask again",
            "ce fichier a déjà été pris, ou n'est plus gardé : demandez-le de nouveau",
        )
    return str(content)
