"""What Brevo should hold of each contact, what it is known to hold, and why not."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import execute_values

from activation.contacts.attributes import GIVEN, difference, outgoing
from activation.feedback import suppressions
from activation.feedback.suppressions import Suppression
from activation.hashing import client_hash, email_hash
from warehouse.errors import ConfigurationError, NeedsPersonError
from warehouse.rows import execute, row, rows, transaction, value

TWICE = """
select 'client_code' as what, client_code as who from sync.brevo_contacts
group by client_code having count(*) > 1 or client_code is null
union all
select 'email', min(client_code) from sync.brevo_contacts
group by lower(email) having count(*) > 1 or lower(email) is null
limit 1
"""

NOTE = """
insert into activation.contact_state as known (client_code, email_norm, email_hash, desired_hash)
select new.client_code, new.email, new.email_hash, new.fingerprint
from (values %s) as new (client_code, email, email_hash, fingerprint)
on conflict (client_code) do update set
    desired_hash = excluded.desired_hash,
    last_status = case when known.last_status = 'held' then 'pending' else known.last_status end,
    updated_at = clock_timestamp()
where known.desired_hash <> excluded.desired_hash or known.last_status = 'held'
"""

# Whoever said no under an old address has said it for the new one too.
FOLLOW = """
select lower(w.email) as email, min(s.reason) as reason
from sync.brevo_contacts as w
inner join activation.contact_state as c on w.client_code = c.client_code
inner join activation.suppressions as s
    on s.lifted_at is null and s.reason not in ('hard_bounce', 'invalid', 'blocked')
    and (s.email_hash = c.email_hash or s.client_code = c.client_code)
where lower(w.email) is distinct from c.email_norm
group by 1
"""

HOLD = """
update activation.contact_state as c set last_status = 'held', last_error = s.reason
from (values %s) as w (client_code, email_hash, client_hash), activation.suppressions as s
where w.client_code = c.client_code and s.lifted_at is null
and (s.email_hash in (c.email_hash, w.email_hash) or s.client_hash = w.client_hash
     or s.client_code = c.client_code)
returning c.client_code
"""

CONFIRM = """
update activation.contact_state as c set
    confirmed_hash = v.fingerprint, confirmed_at = clock_timestamp(),
    confirmed_attributes = v.attributes::jsonb, email_norm = v.email, email_hash = v.email_hash,
    brevo_id = coalesce(v.brevo_id, c.brevo_id), last_status = 'ok', last_error = null,
    updated_at = clock_timestamp()
from (values %s) as v (client_code, fingerprint, attributes, email, email_hash, brevo_id)
where c.client_code = v.client_code
"""

CHANGED = """
select
    w.client_code, lower(w.email) as email, w.attributes, w.fingerprint,
    c.email_norm as known_email, c.confirmed_hash is not null as was_confirmed
from sync.brevo_contacts as w
inner join activation.contact_state as c on w.client_code = c.client_code
where c.last_status <> 'held' and c.tombstoned_at is null
and (c.confirmed_hash is distinct from w.fingerprint or c.last_status <> 'ok' or %s)
order by w.client_code
"""


@dataclass
class Contact:
    """One contact to bring up to date; `known_email` is the address Brevo holds."""

    client_code: str
    email: str
    attributes: dict[str, Any]
    fingerprint: str
    known_email: str | None
    has_moved: bool
    is_held: bool = False
    is_failed: bool = False


def require_attributes(conn: Connection) -> None:
    """Raise NeedsPersonError when the warehouse gives other attributes than those declared.

    Says nothing before dbt has built `sync.brevo_contacts`, or when nobody is in it.
    """
    if value(conn, "select to_regclass('sync.brevo_contacts')") is None:
        return
    found = row(
        conn,
        """
        select attributes from sync.brevo_contacts
        where not attributes ?& %(declared)s or attributes - %(declared)s <> '{}'
        limit 1
        """,
        {"declared": sorted(GIVEN)},
    )
    if found:
        raise NeedsPersonError(difference(set(found["attributes"])))


def require_distinct(conn: Connection) -> None:
    """Raise ConfigurationError when a key of sync.brevo_contacts is missing or not unique."""
    found = rows(conn, TWICE)
    conn.commit()
    if found:
        raise ConfigurationError(
            f"sync.brevo_contacts has the same {found[0]['what']} twice, or none "
            f"(client {found[0]['who']}): run `dbt build --select sync` and read its tests"
        )


def note_wanted(conn: Connection, key: bytes) -> Counter[str]:
    """Write down what Brevo should hold, and hold back whoever said no. Commits."""
    wanted = rows(
        conn, "select client_code, lower(email) as email, fingerprint from sync.brevo_contacts"
    )
    if not wanted:
        conn.commit()
        return Counter()
    hashes = {row["client_code"]: email_hash(key, row["email"]) for row in wanted}
    noted = [
        (row["client_code"], row["email"], hashes[row["client_code"]], row["fingerprint"])
        for row in wanted
    ]
    keys = [(code, hashed, client_hash(key, code)) for code, hashed in hashes.items()]
    with transaction(conn), conn.cursor() as cursor:
        execute_values(cursor, NOTE, noted, page_size=1000)
        moved = [
            Suppression(row["email"], "all", row["reason"], "nouvelle_adresse")
            for row in rows(conn, FOLLOW)
        ]
        suppressions.add(conn, key, moved)
        held = execute_values(cursor, HOLD, keys, page_size=len(keys), fetch=True)
    return Counter({"held": len({code for (code,) in held}), "known": len(wanted)})


def changed(conn: Connection, erase: frozenset[str]) -> list[Contact]:
    """Return the contacts Brevo is not known to hold as they should be."""
    found = rows(conn, CHANGED, (bool(erase),))
    conn.commit()
    return [
        Contact(
            row["client_code"], row["email"],
            outgoing(row["client_code"], row["attributes"], erase), row["fingerprint"],
            row["known_email"],
            bool(row["was_confirmed"] and row["known_email"] != row["email"]),
        )
        for row in found
    ]  # fmt: skip


def mark(conn: Connection, contact: Contact, status: str, error: str | None = None) -> None:
    """Write down how far one contact got. Commits."""
    contact.is_failed = status == "failed"
    with transaction(conn):
        execute(
            conn,
            "update activation.contact_state set last_status = %s, last_error = %s,"
            " updated_at = clock_timestamp() where client_code = %s",
            (status, error, contact.client_code),
        )


def mark_all(conn: Connection, contacts: Iterable[Contact], status: str) -> None:
    """Write down how far many contacts got, at once. Commits."""
    with transaction(conn):
        execute(
            conn,
            "update activation.contact_state set last_status = %s, last_error = null,"
            " updated_at = clock_timestamp() where client_code = any(%s)",
            (status, [contact.client_code for contact in contacts]),
        )


def hold(conn: Connection, key: bytes, contact: Contact, found: list[Suppression]) -> None:
    """Write down suppressions found at the last moment, and touch the contact no more. Commits."""
    contact.is_held = True
    with transaction(conn):
        suppressions.add(conn, key, found)
    mark(conn, contact, "held", found[0].reason)


def confirm(conn: Connection, key: bytes, seen: list[tuple[Contact, int | None]]) -> None:
    """Write down that Brevo was seen to hold contacts as they should be. Commits."""
    values = [
        (
            contact.client_code, contact.fingerprint, _shown(contact), contact.email,
            email_hash(key, contact.email), brevo_id,
        )
        for contact, brevo_id in seen
    ]  # fmt: skip
    if values:
        with transaction(conn), conn.cursor() as cursor:
            execute_values(cursor, CONFIRM, values, page_size=1000)


def _shown(contact: Contact) -> str:
    return json.dumps({name: held for name, held in contact.attributes.items() if name != "EXT_ID"})
