"""What Brevo knows since last time: statuses of letters and both opt-out lists.

Windows overlap and nothing depends on the order of arrival: every fact has one key, so
reading it again changes nothing. A weekly deep pass reads ninety days of the log.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import execute_values

from activation.brevo.client import Brevo
from activation.feedback import opt_outs, suppressions
from activation.feedback.events import Event, message_id_of, read_log, send_id_of
from activation.feedback.suppressions import BLOCK_REASONS, EVENT_REASONS, Suppression
from activation.hashing import storable
from warehouse.rows import execute, transaction, value

SHALLOW = timedelta(days=4)  # three days and one of overlap: the log filters by whole days
DEEP = timedelta(days=89)  # the log answers for ninety days at most
DEEP_EVERY = timedelta(days=7)
OVERLAP = timedelta(days=1)

ADD_EVENTS = """
insert into activation.events
    (event_key, send_id, tag_send_id, message_id, email_hash, type, raw_type, occurred_at, source,
     link, reason, template_id, has_our_tag)
select
    new.event_key, coalesce(tagged.send_id, known.send_id), new.send_id::uuid, new.message_id,
    new.email_hash, new.type, new.raw_type, new.occurred_at::timestamptz, new.source, new.link,
    new.reason, new.template_id::integer,
    new.tags::text[] && (select array_agg(scenario) || 'reco'::text from activation.templates)
from (values %s) as new
    (event_key, send_id, message_id, email_hash, type, raw_type, occurred_at, source, link, reason,
     template_id, tags)
left join activation.outbox as tagged
    on new.send_id::uuid = tagged.send_id and new.email_hash = tagged.email_hash
left join lateral (
    select o.send_id from activation.outbox as o where o.message_id = new.message_id limit 1
) as known on true
on conflict do nothing
returning type
"""

ADDRESS = """
select email_norm from activation.outbox
where send_id = %(send_id)s or message_id = %(message_id)s
order by send_id = %(send_id)s desc nulls last limit 1
"""

# Brevo speaks of a letter that was in doubt, or that a restored database still has in its
# queue: it left. And every accepted letter gets the message id a lost answer did not bring.
LEARN = """
update activation.outbox as o
set
    state = 'accepted', message_id = coalesce(o.message_id, seen.message_id),
    accepted_at = coalesce(o.accepted_at, seen.occurred_at), updated_at = clock_timestamp(),
    outcome_reason = case o.state
        when 'accepted' then o.outcome_reason else 'retrouvee_chez_brevo' end
from (
    select distinct on (x.send_id) x.send_id, e.message_id, e.occurred_at
    from activation.outbox as x
    -- Heard before the letter stood here again, an event only has its tag.
    inner join activation.events as e
        on x.send_id = e.send_id
        or (e.send_id is null and x.send_id = e.tag_send_id and x.email_hash = e.email_hash)
    where x.state in ('unknown', 'queued', 'retry_wait')
        or (x.state = 'accepted' and x.message_id is null)
    order by x.send_id, e.occurred_at, e.event_key
) as seen
where o.send_id = seen.send_id
"""


def pull(brevo: Brevo, conn: Connection, key: bytes, *, deep: bool = False) -> Counter[str]:
    """Read statuses and opt-outs; return counts of what was new. Commits page by page.

    `deep` is forced when the last deep pass is more than a week old.
    """
    now: datetime = value(conn, "select clock_timestamp()")
    deep = deep or _age(conn, "deep_pull", now) > DEEP_EVERY
    counts = pull_statuses(brevo, conn, key, now, DEEP if deep else SHALLOW)
    counts += pull_blocked(brevo, conn, key)
    counts += pull_unsubscribed(brevo, conn, key)
    counts["suppressions"] += opt_outs.hear(conn, key)
    if deep:
        _note(conn, "deep_pull", now)
    return counts


def pull_statuses(
    brevo: Brevo, conn: Connection, key: bytes, now: datetime, reach: timedelta
) -> Counter[str]:
    """Read the event log from `now - reach` (or since the last reading, if that is longer ago)."""
    reach = min(max(reach, _age(conn, "statuses", now) + OVERLAP), DEEP)
    query: dict[str, Any] = {
        "startDate": (now - reach).date().isoformat(),
        "endDate": now.date().isoformat(),
    }
    counts: Counter[str] = Counter()
    for page in brevo.pages("/smtp/statistics/events", "events", size=2500, query=query):
        events, unreadable = read_log((addressed(conn, entry) for entry in page), key)
        counts += store_events(conn, key, events)
        counts["unreadable"] += unreadable
    _note(conn, "statuses", now)
    return counts


def addressed(conn: Connection, entry: Any) -> Any:  # noqa: ANN401 - whatever Brevo says
    """Return what Brevo says of a letter with the letter's address, where it gives none."""
    if not isinstance(entry, dict) or "@" in str(entry.get("email") or ""):
        return entry
    named = {"send_id": send_id_of(entry), "message_id": message_id_of(entry)}
    return {**entry, "email": value(conn, ADDRESS, named)} if any(named.values()) else entry


def store_events(conn: Connection, key: bytes, events: Iterable[Event | None]) -> Counter[str]:
    """Write events down once, with the opt-outs they imply; return new ones by type. Commits."""
    new = {event.key: event for event in events if event is not None}
    if not new:
        return Counter()
    values = [
        (
            event.key, event.send_id, event.message_id, event.hashed, event.type,
            event.raw_type, event.occurred_at.isoformat(), event.source, event.link, event.reason,
            event.template_id, list(event.tags),
        )
        for event in new.values()
    ]  # fmt: skip
    with transaction(conn):
        with conn.cursor() as cursor:
            added = execute_values(cursor, ADD_EVENTS, values, page_size=len(values), fetch=True)
        counts = Counter(f"event_{kind}" for (kind,) in added)
        counts["suppressions"] += suppressions.add(
            conn, key, map(_suppression, _final(new.values()))
        )
        execute(conn, LEARN)
    return counts


def _final(events: Iterable[Event]) -> list[Event]:
    return [event for event in events if event.type in EVENT_REASONS]


def _suppression(event: Event) -> Suppression:
    reason = EVENT_REASONS[event.type]
    return Suppression(event.email, "all", reason, f"brevo:{event.source}", event.occurred_at)


def pull_blocked(brevo: Brevo, conn: Connection, key: bytes) -> Counter[str]:
    """Read the transactional opt-out list, whole. Commits page by page."""
    counts: Counter[str] = Counter()
    for page in brevo.pages("/smtp/blockedContacts", "contacts", size=100):
        found = [
            Suppression(
                str(entry["email"]), "transactional", _block_reason(entry),
                "brevo:blockedContacts", _moment(entry.get("blockedAt")),
            )
            for entry in page
            if entry.get("email")
        ]  # fmt: skip
        with transaction(conn):
            counts["suppressions"] += suppressions.add(conn, key, found)
    return counts


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None  # then it holds from the day it is read
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _block_reason(entry: dict[str, Any]) -> str:
    reason = entry.get("reason")
    code = reason.get("code") if isinstance(reason, dict) else reason
    # A reason nobody has told us about is taken for an opt-out: the side that writes less.
    return BLOCK_REASONS.get(str(code), "desinscrit")


def pull_unsubscribed(brevo: Brevo, conn: Connection, key: bytes) -> Counter[str]:
    """Read the marketing opt-out flag of every contact. Commits.

    Of every one: Brevo sets the flag without touching the date of the last change, and a
    thousand contacts are one call.
    """
    counts: Counter[str] = Counter()
    for page in brevo.pages("/contacts", "contacts", size=1000):
        found = [
            Suppression(
                str(contact["email"]), "marketing", "desinscrit", "brevo:contacts",
                client_code=_code(contact),
            )
            for contact in page
            if contact.get("email")
            and (contact.get("emailBlacklisted") or contact.get("listUnsubscribed"))
        ]  # fmt: skip
        with transaction(conn):
            counts["suppressions"] += suppressions.add(conn, key, found)
    return counts


def _code(contact: dict[str, Any]) -> str | None:
    """Return the code a contact was given here, whatever address it has there by now."""
    attributes = contact.get("attributes")
    code = attributes.get("EXT_ID") if isinstance(attributes, dict) else None
    return storable(str(code)) if code else None


def _age(conn: Connection, cursor: str, now: datetime) -> timedelta:
    """Return how long ago something was last read; very long when it never was."""
    seen = value(conn, "select value from activation.cursors where name = %s", (cursor,))
    return now - datetime.fromisoformat(seen) if seen else timedelta(days=36500)


def _note(conn: Connection, cursor: str, now: datetime) -> None:
    with transaction(conn):
        execute(
            conn,
            """
            insert into activation.cursors (name, value) values (%s, %s)
            on conflict (name) do update set value = excluded.value, updated_at = clock_timestamp()
            """,
            (cursor, now.isoformat()),
        )
