"""Tokens of programs that ask in somebody's name. Written by the command, with the owner's rights.

A token is 256 bits nobody can guess: its SHA-256 is kept, and it is shown once.
"""

import hashlib
import secrets
from dataclasses import dataclass

from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse.console import plain
from warehouse.errors import ConfigurationError
from warehouse.rows import Row, execute, row, rows, transaction

SCOPES = ("read", "decide")
_HOLDER = """
    select tokens.name, tokens.user_name,
        tokens.scope = 'decide' and users.role = 'owner' as decides
    from dashboard.tokens
    inner join dashboard.users on tokens.user_name = users.name
    where tokens.token_sha256 = %s
"""
_EVERY = """
    select name, user_name, scope, created_at,
        (select max(at) from dashboard.access_log where token_name = tokens.name) as last_seen_at
    from dashboard.tokens order by name
"""


@dataclass(frozen=True)
class Holder:
    """A program: its token's name, whose name it asks in, whether it may decide."""

    name: str
    user_name: str
    decides: bool


def add(conn: Connection, name: str, user_name: str, scope: str) -> str:
    """Make a token and return it. Only somebody who decides gives a program the right to.

    Raises ConfigurationError for a name taken or a value that cannot be.
    """
    if not name or plain(name) != name or len(name) > 60:
        raise ConfigurationError(f"“{plain(name)}” is no name: give 1 to 60 characters on one line")
    if scope not in SCOPES:
        raise ConfigurationError(f"there is no scope “{plain(scope)}”: give {' or '.join(SCOPES)}")
    token = f"crm_{secrets.token_urlsafe(32)}"
    with transaction(conn):
        user = row(
            conn,
            "select name, role from dashboard.users where lower(name) = lower(%s)",
            (user_name,),
        )
        if user is None:
            raise ConfigurationError(
                f"there is no user {plain(user_name)}: `dashboard users list` names them"
            )
        if scope == "decide" and user["role"] != "owner":
            raise ConfigurationError(f"{user['name']} looks and does not decide: give --scope read")
        if not execute(
            conn,
            "insert into dashboard.tokens (name, token_sha256, user_name, scope)"
            " values (%s, %s, %s, %s) on conflict do nothing",
            (name, _sha256(token), user["name"], scope),
        ):
            raise ConfigurationError(
                f"there is a token {name} already: `dashboard tokens revoke {name}` ends it"
            )
    return token


def revoke(conn: Connection, name: str) -> None:
    """End a token: its next request is refused."""
    with transaction(conn):
        if not execute(conn, "delete from dashboard.tokens where name = %s", (name,)):
            raise ConfigurationError(
                f"there is no token {plain(name)}: `dashboard tokens list` names them"
            )


def every(conn: Connection) -> list[Row]:
    """Return name, user_name, scope, created_at and last_seen_at of every token, by name."""
    return rows(conn, _EVERY)


def holder(conn: Connection, token: str) -> Holder | None:
    """Return whose token this is, or None."""
    found = row(conn, _HOLDER, (_sha256(token),))
    return Holder(**found) if found else None


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
