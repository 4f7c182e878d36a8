"""Wrong passwords slow down whoever gives them; nobody is locked out.

An address that has failed five times within a quarter of an hour waits 1 s for the next try, then
2, 4, … up to a minute: tries before that are not looked at. An account somebody tries to enter from
everywhere answers more slowly, up to 4 s, and still answers. A browser somebody has logged in from
before is counted apart: it waits for its own wrong passwords only.
"""

import hashlib
import ipaddress
from dataclasses import dataclass, field

from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse.rows import execute, row, transaction, value

FREE_TRIES = 5
LONGEST_WAIT = 60
LONGEST_DELAY = 4.0
_FAILED = """
    select count(*) as times,
        extract(epoch from clock_timestamp() - max(at))::double precision as seconds_ago
    from dashboard.login_attempts
    where slowed = %s and has_failed and at > clock_timestamp() - interval '15 minutes'
"""


@dataclass(frozen=True)
class Admitted:
    """A try that may be made, after `delay` seconds, or only in `wait` seconds."""

    wait: float = 0
    delay: float = 0
    attempts: list[int] = field(default_factory=list)


def admit(conn: Connection, address: str, name: str, browser: str | None) -> Admitted:
    """Count a try before it is made; `browser`: one this person has logged in from. Commits."""
    who = f"browser {browser}" if browser else f"address {_network(address)}"
    account = f"account {hashlib.sha256(name.casefold().encode()).hexdigest()}"
    with transaction(conn):
        execute(conn, "select pg_advisory_xact_lock(hashtextextended(%s, 0))", (who,))
        times, seconds_ago = _failures(conn, who)
        wait = min(2.0 ** (times - FREE_TRIES), LONGEST_WAIT) if times >= FREE_TRIES else 0
        if wait > seconds_ago:
            return Admitted(wait=wait - seconds_ago)
        tried = 0 if browser else _failures(conn, account)[0]
        return Admitted(
            delay=min(max(tried - FREE_TRIES + 1, 0) / 2, LONGEST_DELAY),
            attempts=[_count(conn, slowed) for slowed in (who, account)],
        )


def succeeded(conn: Connection, admitted: Admitted) -> None:
    """Take back what `admit` counted: the password was right. In the caller's transaction."""
    execute(
        conn,
        "update dashboard.login_attempts set has_failed = false where attempt_id = any(%s)",
        (admitted.attempts,),
    )


def _failures(conn: Connection, slowed: str) -> tuple[int, float]:
    found = row(conn, _FAILED, (slowed,)) or {}
    return int(found["times"]), float(found["seconds_ago"] or 0)


def _count(conn: Connection, slowed: str) -> int:
    query = "insert into dashboard.login_attempts (slowed) values (%s) returning attempt_id"
    return int(value(conn, query, (slowed,)))


def _network(address: str) -> str:
    """Return what one person has of addresses: one of IPv4, 2^64 of IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 6:
        return str(ipaddress.ip_network(f"{found}/64", strict=False))
    return str(found)
