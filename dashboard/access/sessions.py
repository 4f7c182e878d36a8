"""Sessions: opened by a password, carried by a cookie, ended by leaving or after twelve hours."""

import hashlib
import secrets

from psycopg2.extensions import connection as Connection  # noqa: N812

from dashboard.access import throttle
from dashboard.access.passwords import is_right
from dashboard.access.throttle import Admitted
from dashboard.access.users import User
from warehouse.rows import execute, row, transaction, value

_WHO = """
    select users.name, users.role, users.mail_to
    from dashboard.sessions
    inner join dashboard.users on sessions.user_name = users.name
    where sessions.token_sha256 = %s
        and sessions.opened_at > users.password_set_at
        and sessions.opened_at > clock_timestamp() - interval '12 hours'
"""


def who(conn: Connection, token: str | None) -> User | None:
    """Return whose session the cookie's `token` is, or None."""
    found = row(conn, _WHO, (_sha256(token),)) if token else None
    return User(**found) if found else None


def has_users(conn: Connection) -> bool:
    """Return whether anybody may log in at all."""
    return bool(value(conn, "select exists (select from dashboard.users)"))


def is_known(conn: Connection, browser: str | None, name: str) -> bool:
    """Return whether this person has logged in from this browser before."""
    query = """
        select exists (
            select from dashboard.known_browsers
            where token_sha256 = %s and lower(user_name) = lower(%s)
        )
    """
    return bool(browser) and bool(value(conn, query, (_sha256(browser or ""), name)))


def admit(conn: Connection, address: str, name: str, browser: str | None) -> Admitted:
    """Count a try from `address`, or from a `browser` known as this person's. Commits."""
    known = is_known(conn, browser, name)
    return throttle.admit(conn, address, name, _sha256(browser or "") if known else None)


def log_in(conn: Connection, name: str, password: str, admitted: Admitted) -> User | None:
    """Return who has this name and password; None when nobody has. Commits."""
    query = """
        select name, role, mail_to, password_hash
        from dashboard.users where lower(name) = lower(%s)
    """
    found = row(conn, query, (name,)) or {}
    conn.rollback()
    if not is_right(password, found.pop("password_hash", None)):
        return None
    with transaction(conn):
        throttle.succeeded(conn, admitted)
        execute(conn, "select dashboard.forget_old()")
    return User(**found)


def open_session(conn: Connection, user: User) -> str:
    """Return the token of a new session of `user`. Commits."""
    return _remember(conn, "sessions", user)


def remember_browser(conn: Connection, user: User) -> str:
    """Return the token by which this browser is known as one of `user`'s. Commits."""
    return _remember(conn, "known_browsers", user)


def close_session(conn: Connection, token: str | None) -> None:
    """End the session of this token. Commits."""
    with transaction(conn):
        query = "delete from dashboard.sessions where token_sha256 = %s"
        execute(conn, query, (_sha256(token or ""),))


def _remember(conn: Connection, table: str, user: User) -> str:
    token = secrets.token_urlsafe(32)
    with transaction(conn):
        execute(
            conn,
            f"insert into dashboard.{table} (token_sha256, user_name) values (%s, %s)",  # noqa: S608
            (_sha256(token), user.name),
        )
    return token


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
