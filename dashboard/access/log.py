"""Who looked at which page: kept twelve months, without a word of what was searched for."""

import uuid
from collections.abc import Mapping
from contextlib import suppress

from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse.rows import execute, transaction


def keep(
    conn: Connection, name: str, address: str, method: str, page: str, told: Mapping[str, str],
    token_name: str | None = None,
) -> None:  # fmt: skip
    """Keep that `name` asked for `page`, a route with its names of fields; commits.

    `told`: the fields of its address, of which the letter or the client is kept, a letter that left
    under the id of its proposal; `token_name`: the program that asked in that name.
    """
    letter = _uuid(told.get("reco_id"))
    with transaction(conn):
        execute(
            conn,
            "insert into dashboard.access_log"
            " (user_name, address, method, page, reco_id, client_code, token_name)"
            " values (%s, %s, %s, %s, coalesce("
            "(select reco_id from activation.outbox where send_id = %s::uuid), %s::uuid), %s, %s)",
            (name, address, method, page, letter, letter, told.get("client_code"), token_name),
        )  # fmt: skip


def _uuid(text: str | None) -> str | None:
    with suppress(ValueError, TypeError, AttributeError):
        return str(uuid.UUID(text))
    return None
