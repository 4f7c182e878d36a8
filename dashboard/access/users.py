"""People of the house who may open the page. Written by the command, with the owner's rights."""

import re
from dataclasses import dataclass

from psycopg2.extensions import connection as Connection  # noqa: N812

from dashboard.access.passwords import hashed
from warehouse.console import plain
from warehouse.errors import ConfigurationError
from warehouse.rows import Row, execute, row, rows, transaction

ROLES = ("owner", "reader")
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


@dataclass(frozen=True)
class User:
    """Somebody of the house: an owner decides and sends, a reader looks."""

    name: str
    role: str
    mail_to: str | None

    @property
    def may_decide(self) -> bool:
        """Return whether they may decide on letters and send them."""
        return self.role == "owner"


def add(conn: Connection, name: str, role: str, mail_to: str | None, password: str) -> None:
    """Make a user. Raises ConfigurationError for a name taken or a value that cannot be."""
    if not name or plain(name) != name or len(name) > 60:
        raise ConfigurationError(f"“{plain(name)}” is no name: give 1 to 60 characters on one line")
    if role not in ROLES:
        raise ConfigurationError(f"there is no role “{plain(role)}”: give {' or '.join(ROLES)}")
    if mail_to is not None and not ADDRESS.fullmatch(mail_to):
        raise ConfigurationError("--mail is no e-mail address")
    kept = hashed(password, name)
    with transaction(conn):
        if not execute(
            conn,
            "insert into dashboard.users (name, role, mail_to, password_hash)"
            " values (%s, %s, %s, %s) on conflict do nothing",
            (name, role, mail_to, kept),
        ):
            raise ConfigurationError(
                f"there is a user {name} already: `dashboard users password {name}` gives them "
                "another password"
            )


def set_password(conn: Connection, name: str, password: str) -> None:
    """Give a user another password: their sessions end at their next request."""
    kept = hashed(password, name)
    with transaction(conn):
        found = row(
            conn,
            "update dashboard.users set password_hash = %s, password_set_at = clock_timestamp()"
            " where lower(name) = lower(%s) returning name",
            (kept, name),
        )
        if found is None:
            raise _nobody(name)
        for table in ("sessions", "known_browsers"):
            execute(conn, f"delete from dashboard.{table} where user_name = %s", (found["name"],))  # noqa: S608


def remove(conn: Connection, name: str) -> None:
    """Take a user off: their sessions end at their next request; what they decided stays."""
    with transaction(conn):
        if not execute(conn, "delete from dashboard.users where lower(name) = lower(%s)", (name,)):
            raise _nobody(name)


def everybody(conn: Connection) -> list[Row]:
    """Return name, role, mail_to, created_at and last_seen_at of every user, by name."""
    return rows(
        conn,
        """
        select name, role, mail_to, created_at,
            (select max(at) from dashboard.access_log where user_name = name) as last_seen_at
        from dashboard.users order by name
        """,
    )


def _nobody(name: str) -> ConfigurationError:
    return ConfigurationError(f"there is no user {plain(name)}: `dashboard users list` names them")
