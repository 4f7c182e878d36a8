"""Who must not be written to. Rows are only ever added; a known opt-out is never lifted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import execute_values

from activation.hashing import email_hash, normal_email, storable
from warehouse.rows import execute

# Brevo's reasons for blocking a transactional address, in our words.
BLOCK_REASONS = {
    "unsubscribedViaMA": "desinscrit",
    "unsubscribedViaEmail": "desinscrit",
    "unsubscribedViaApi": "desinscrit",
    "adminBlocked": "blocked",
    "hardBounce": "hard_bounce",
    "contactFlaggedAsSpam": "plainte",
}
# Events that mean: never again to this address.
EVENT_REASONS = {
    "unsubscribe": "desinscrit",
    "spam": "plainte",
    "hard_bounce": "hard_bounce",
    "invalid": "invalid",
}


@dataclass(frozen=True)
class Suppression:
    """One address that must not be written to. `scope`: marketing, transactional or all.

    `client_code` is whose it is said to be, where that is told.
    """

    email: str
    scope: str
    reason: str
    source: str
    effective_at: datetime | str | None = None
    client_code: str | None = None


ADD = """
insert into activation.suppressions
    (email_hash, email_norm, client_code, scope, reason, source, effective_at)
select
    new.email_hash,
    -- An erased person's address is not written down again.
    case when erased.email_hash is null then new.email_norm end,
    case
        when erased.email_hash is null
            then coalesce(contact.client_code, letter.client_code, named.client_code)
    end,
    new.scope, new.reason, new.source,
    -- One to come holds from now on.
    least(new.effective_at::timestamptz, clock_timestamp())
from (values %s) as new (email_hash, email_norm, scope, reason, source, effective_at, client_code)
left join (
    select distinct s.email_hash from activation.suppressions as s where s.scope = 'erasure'
) as erased on new.email_hash = erased.email_hash
left join lateral (
    select c.client_code from activation.contact_state as c
    where c.email_hash = new.email_hash order by c.client_code limit 1
) as contact on true
left join lateral (
    select o.client_code from activation.outbox as o
    where o.email_hash = new.email_hash order by o.client_code limit 1
) as letter on true
left join activation.contact_state as named
    on new.client_code = named.client_code and named.tombstoned_at is null
on conflict do nothing
"""


def one_at_a_time(conn: Connection) -> None:
    """Wait, until the transaction ends, for whoever else hears or erases.

    Who is erased meanwhile would be written down again.
    """
    execute(conn, "select pg_advisory_xact_lock(hashtext('activation.suppressions'))")


def add(conn: Connection, key: bytes, suppressions: Iterable[Suppression]) -> int:
    """Write suppressions down, in the caller's transaction; return how many were new."""
    new = {
        (email_hash(key, storable(one.email)), one.scope, one.reason): one for one in suppressions
    }
    if not new:
        return 0
    values = [
        (
            hashed, normal_email(storable(one.email)), scope, reason, one.source,
            str(one.effective_at) if one.effective_at else None, one.client_code,
        )
        for (hashed, scope, reason), one in sorted(new.items(), key=lambda item: item[0])
    ]  # fmt: skip
    with conn.cursor() as cursor:
        added = execute_values(
            cursor, ADD + " returning 1", values, page_size=len(values), fetch=True
        )
    return len(added)
