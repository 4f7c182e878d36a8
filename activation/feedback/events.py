"""Brevo's three vocabularies for what became of a letter, brought to one.

The event log, the webhook's payload and the names used to create a webhook spell the
same facts differently, and no event has an id: the key below makes the same fact count
once, whichever way and however often it comes.
"""

import contextlib
import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from activation.hashing import email_hash, mask_text, storable

CANONICAL = {
    "accepted": ("request", "requests", "sent"),
    "delivered": ("delivered",),
    "deferred": ("deferred",),
    "soft_bounce": ("soft_bounce", "softBounces", "softBounce"),
    # "bounces" does not say which kind: the side that writes less.
    "hard_bounce": ("hard_bounce", "hardBounces", "hardBounce", "bounces"),
    "invalid": ("invalid_email", "invalid"),
    "blocked": ("blocked",),
    "spam": ("spam", "complaint"),
    "open": ("opened", "unique_opened", "uniqueOpened"),
    "proxy_open": ("proxy_open", "unique_proxy_open", "loadedByProxy"),
    "click": ("click", "clicks"),
    "unsubscribe": ("unsubscribed", "unsubscribe"),
    "error": ("error",),
}
_NOT_LETTERS = re.compile("[^a-z]")
TYPES = {
    _NOT_LETTERS.sub("", name.lower()): canonical
    for canonical, names in CANONICAL.items() for name in names
}  # fmt: skip
# What a name nobody has told us about holds, when it is a no.
SIGNS = {"unsub": "unsubscribe", "spam": "spam", "complain": "spam", "hardbounce": "hard_bounce"}
NOES = frozenset({"unsubscribe", "spam", "hard_bounce", "invalid"})  # never again to this address
REPEATABLE = frozenset({"open", "proxy_open", "click", "soft_bounce", "deferred", "error"})
FIRST_MILLISECONDS = 100_000_000_000  # an epoch beyond this cannot be in seconds
UNREADABLE = (AttributeError, KeyError, TypeError, ValueError, OverflowError, OSError)
# In a tag, `s:<send id>`; in the custom header, `{"s": "<send id>"}`.
_TAG = re.compile(r"""s"?: ?\\?"?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})""")


@dataclass(frozen=True)
class Event:
    """One fact about one letter. `email` stays in memory; the table gets its hash.

    `send_id` is what our tag says, whether or not this database knows that letter.
    """

    key: str
    send_id: str | None
    message_id: str | None
    email: str
    hashed: str
    type: str
    raw_type: str
    occurred_at: datetime
    source: str
    link: str | None
    reason: str | None
    template_id: int | None = None
    tags: tuple[str, ...] = ()


def read_log(entries: Iterable[Any], key: bytes) -> tuple[list[Event], int]:
    """Return the events of a page of the log, and how many of its entries made no sense."""
    events, unreadable = [], 0
    for entry in entries:
        try:
            event = from_log(entry, key)
        except UNREADABLE:
            unreadable += 1
            continue
        events += [event] if event else []
    return events, unreadable


def from_log(entry: dict[str, Any], key: bytes) -> Event | None:
    """Read one entry of `GET /smtp/statistics/events`; None when its type is not a letter's.

    Raises one of UNREADABLE when the entry is not one.
    """
    when = _moment(datetime.fromisoformat, str(entry.get("date")))
    return _event(entry, key, str(entry.get("event")), when, message_id_of(entry), "poll")


def from_webhook(payload: dict[str, Any], key: bytes) -> Event | None:
    """Read one webhook payload; None when its type is not a letter's.

    Raises one of UNREADABLE when the payload is not one.
    """
    if not payload.get("event"):
        raise ValueError("not an event")
    when = _moment(_webhook_time, payload)
    return _event(payload, key, str(payload.get("event")), when, message_id_of(payload), "webhook")


def message_id_of(document: dict[str, Any]) -> str | None:
    """Return the number Brevo gave the mail, in any of its spellings."""
    names = ("messageId", "message-id", "message_id")
    return next((_text(document[name]) for name in names if document.get(name)), None)


def _moment(read: Callable[[Any], datetime], written: object) -> datetime | None:
    """Return when something happened, or None when nobody can read it."""
    try:
        return read(written)
    except UNREADABLE:
        return None


def _event(
    document: dict[str, Any],
    key: bytes,
    raw_type: str,
    when: datetime | None,
    message_id: str | None,
    source: str,
) -> Event | None:
    kind = kind_of(raw_type)
    email = storable(str(document.get("email") or ""))
    if kind is None or ("@" not in email and kind not in NOES):
        return None
    if "@" not in email:
        raise ValueError("a no without an address")
    hashed, message_id = email_hash(key, email), _text(message_id)
    link, reason = _text(document.get("link")), _text(document.get("reason"))
    if when is None and kind not in NOES:
        raise ValueError("an event without a time")
    if when and not when.tzinfo:
        when = when.replace(tzinfo=UTC)
    event_key = _key(message_id, hashed, kind, when, link)
    # A no without a readable time holds from the moment it is heard.
    when = when or datetime.now(UTC)
    return Event(
        event_key, send_id_of(document), message_id, email,
        hashed, kind, raw_type, when, source, _masked(link), _masked(reason),
        template_of(document), tuple(tags_of(document)),
    )  # fmt: skip


def kind_of(raw_type: str) -> str | None:
    """Return what a name of an event means, however it is spelt; None when it is not a letter's."""
    plain = _NOT_LETTERS.sub("", raw_type.lower())
    return TYPES.get(plain) or next((no for sign, no in SIGNS.items() if sign in plain), None)


def _text(value: object) -> str | None:
    return storable(str(value)) if value else None


def _masked(text: str | None) -> str | None:
    """Servers quote the address they turn down: it is not ours to keep in clear."""
    return mask_text(text) if text else None


def _key(
    message_id: str | None, hashed: str, kind: str, when: datetime | None, link: str | None
) -> str:
    parts = [message_id or "", hashed, kind]
    if when and (kind in REPEATABLE or not message_id):
        parts += [str(int(when.timestamp())), link or ""]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


def send_id_of(document: dict[str, Any]) -> str | None:
    """Find our tag: a list, a JSON text of a list, or the custom header coming back."""
    for place in ("tags", "tag", "X-Mailin-custom"):
        text = document.get(place)
        text = text if isinstance(text, str) else json.dumps(text or "")
        if found := _TAG.search(text):
            return found.group(1)
    return None


def tags_of(document: dict[str, Any]) -> list[str]:
    """Return the tags an event or a mail shows: all of them, or the one Brevo chose."""
    found: list[str] = []
    for place in ("tags", "tag"):
        value = document.get(place)
        if isinstance(value, str):
            with contextlib.suppress(ValueError):
                value = json.loads(value) if value.startswith("[") else [value]
        found += [str(tag) for tag in value] if isinstance(value, list) else []
    return found


def template_of(document: dict[str, Any]) -> int | None:
    """Return the number of the template an event or a mail was made from."""
    text = str(document.get("templateId") or document.get("template_id") or "")
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else None


def _webhook_time(payload: dict[str, Any]) -> datetime:
    """Return when it happened: `date` is local time, only the epoch is UTC for sure."""
    epoch = payload.get("ts_epoch") or payload.get("ts_event") or payload.get("ts")
    number = float(epoch) if epoch is not None else 0.0
    if number > FIRST_MILLISECONDS:
        number /= 1000
    if number <= 0:
        raise ValueError("an event without a time")
    return datetime.fromtimestamp(number, UTC)
