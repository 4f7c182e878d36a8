"""`sync`: contacts whose attributes changed since Brevo was last seen to hold them.

A contact counts as delivered only when reading back shows what was sent. Somebody who
must not be written to is never touched: changing the address of a blocklisted contact
would subscribe it again.
"""

import json
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.brevo.answers import Outcome, explain, quoted
from activation.brevo.client import Brevo
from activation.contacts import state
from activation.contacts.attributes import first_difference, first_misfit
from activation.contacts.destination import list_id, missing_attributes
from activation.contacts.state import Contact
from activation.feedback.contact import held_contact
from activation.feedback.pull import pull_blocked, pull_unsubscribed
from activation.feedback.suppressions import Suppression
from warehouse.errors import ConfigurationError, OutOfReachError
from warehouse.rows import value

MOST_SINGLE_CALLS = 500
LARGEST_IMPORT = 8_000_000  # bytes of JSON
OVERLAP = timedelta(minutes=10)
IMPORT_PAUSES = (5, 10, 20, 40, 60, 60, 120, 120, 240, 240)


def sync(
    brevo: Brevo, conn: Connection, key: bytes, erase: frozenset[str] = frozenset()
) -> Counter[str]:
    """Bring Brevo's contacts up to date; return counts by what became of them.

    `erase`: attributes whose nulls empty the value at Brevo. Raises ConfigurationError
    when the list or an attribute is missing there, or when two contacts share a key;
    NeedsPersonError when the warehouse gives other attributes than those declared.
    """
    state.require_attributes(conn)
    state.require_distinct(conn)
    listed = _require_destination(brevo)
    started: datetime = value(conn, "select clock_timestamp()")
    pull_blocked(brevo, conn, key)
    pull_unsubscribed(brevo, conn, key)
    counts = state.note_wanted(conn, key)
    changed = state.changed(conn, erase)
    good = list(_without_misfits(conn, changed, counts))
    single, bulk = (good, []) if len(good) <= MOST_SINGLE_CALLS else _split(good)
    for contact in single:
        counts[_push_one(brevo, conn, key, contact, listed)] += 1
    if bulk:
        counts += _import(brevo, conn, bulk, listed)
    counts += _confirm(brevo, conn, key, good, started)
    return counts


def _require_destination(brevo: Brevo) -> int:
    wrong = missing_attributes(brevo)
    listed = list_id(brevo)
    if wrong or listed is None:
        what = ", ".join(f"{name} ({problem})" for name, problem in wrong.items())
        raise ConfigurationError(
            f"Brevo lacks what contacts need ({what or brevo.config.list_name}): run "
            "`activation doctor --fix`"
        )
    return listed


def _without_misfits(
    conn: Connection, contacts: list[Contact], counts: Counter[str]
) -> Iterator[Contact]:
    for contact in contacts:
        problem = first_misfit(contact.attributes)
        if problem:
            state.mark(conn, contact, "failed", problem)
            counts["failed"] += 1
        else:
            yield contact


def _split(contacts: list[Contact]) -> tuple[list[Contact], list[Contact]]:
    """An import cannot follow a change of address; those go one by one."""
    return (
        [contact for contact in contacts if contact.has_moved],
        [contact for contact in contacts if not contact.has_moved],
    )


def _push_one(brevo: Brevo, conn: Connection, key: bytes, contact: Contact, listed: int) -> str:
    if contact.has_moved and (stopped := _move(brevo, conn, key, contact)):
        return stopped
    body = {
        "email": contact.email,
        "ext_id": contact.client_code,
        "attributes": contact.attributes,
        "listIds": [listed],
        "updateEnabled": True,
    }
    answer = brevo.ask("POST", "/contacts", body=body)
    if answer.outcome is not Outcome.ACCEPTED:
        state.mark(conn, contact, "failed", f"Brevo refuse : {quoted(answer)}")
        return "failed"
    state.mark(conn, contact, "sent")
    return "sent"


def _move(brevo: Brevo, conn: Connection, key: bytes, contact: Contact) -> str | None:
    """Change a contact's address at Brevo; return what stopped it, `held` or `failed`.

    Its opt-out is read at the last moment: a change of address would lift it.
    """
    path = f"/contacts/{quote(contact.known_email or '', safe='')}"
    held = held_contact(brevo, path)
    if held is None:
        return None  # Brevo does not know the old address: the new one is simply created
    if held["emailBlacklisted"] is not False:
        said_no = [
            Suppression(email, "all", "desinscrit", "brevo:contacts")
            for email in (contact.known_email, contact.email)
            if email
        ]
        state.hold(conn, key, contact, said_no)
        return "held"
    answer = brevo.ask("PUT", path, body={"attributes": {"EMAIL": contact.email}})
    if answer.outcome is Outcome.ACCEPTED:
        return None
    state.mark(conn, contact, "failed", f"Brevo refuse : {quoted(answer)}")
    return "failed"


def _import(brevo: Brevo, conn: Connection, contacts: list[Contact], listed: int) -> Counter[str]:
    counts: Counter[str] = Counter()
    for chunk in _chunks(contacts):
        body = {
            "jsonBody": [{"email": one.email, "attributes": one.attributes} for one in chunk],
            "listIds": [listed],
            "updateExistingContacts": True,
            "emptyContactsAttributes": False,
            "disableNotification": True,
        }
        answer = brevo.ask("POST", "/contacts/import", body=body)
        if answer.outcome is not Outcome.ACCEPTED:
            raise ConfigurationError(*explain("POST", "/contacts/import", answer))
        _wait_for(brevo, int((answer.body or {})["processId"]))
        state.mark_all(conn, chunk, "sent")
        counts["sent"] += len(chunk)
    return counts


def _chunks(contacts: list[Contact]) -> Iterator[list[Contact]]:
    chunk: list[Contact] = []
    size = 0
    for contact in contacts:
        length = len(json.dumps(contact.attributes, ensure_ascii=False).encode()) + 100
        if chunk and size + length > LARGEST_IMPORT:
            yield chunk
            chunk, size = [], 0
        chunk.append(contact)
        size += length
    if chunk:
        yield chunk


def _wait_for(brevo: Brevo, process: int) -> None:
    """Wait for an import to end. “Completed” does not say that every row was kept."""
    path = f"/processes/{process}"
    for pause in (0, *IMPORT_PAUSES):
        time.sleep(pause * brevo.config.pause_scale)
        answer = brevo.ask("GET", path)
        status = (answer.body or {}).get("status")
        if status == "completed":
            return
        if status in ("failed", "cancelled"):
            raise ConfigurationError(
                f"Brevo's import {process} ended as {status}: see it in Brevo, then run "
                "`activation sync` again"
            )
    raise OutOfReachError(f"Brevo's import {process} is still at work: run `activation sync` later")


def _confirm(
    brevo: Brevo, conn: Connection, key: bytes, sent: list[Contact], started: datetime
) -> Counter[str]:
    """Read back what was sent; only what Brevo really holds counts as delivered."""
    counts: Counter[str] = Counter()
    awaited = {one.email: one for one in sent if not one.is_held and not one.is_failed}
    if not awaited:
        return counts
    query: dict[str, Any] = {
        "modifiedSince": (started - OVERLAP).isoformat(timespec="milliseconds")
    }
    for page in brevo.pages("/contacts", "contacts", size=1000, query=query):
        found = [(awaited.pop(str(held.get("email")).lower(), None), held) for held in page]
        counts += _compare(conn, key, [(one, held) for one, held in found if one is not None])
    for contact in list(awaited.values())[:MOST_SINGLE_CALLS]:
        answer = brevo.ask("GET", f"/contacts/{quote(contact.email, safe='')}")
        counts += _compare(conn, key, [(contact, answer.body or {})])
    return counts


def _compare(
    conn: Connection, key: bytes, pairs: list[tuple[Contact, dict[str, Any]]]
) -> Counter[str]:
    right: list[tuple[Contact, int | None]] = []
    for contact, held in pairs:
        difference = first_difference(contact.attributes, held.get("attributes") or {})
        if difference:
            state.mark(conn, contact, "failed", difference)
        else:
            right.append((contact, held.get("id")))
    state.confirm(conn, key, right)
    return Counter(confirmed=len(right), not_kept=len(pairs) - len(right))
