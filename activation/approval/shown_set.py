"""Deciding a whole filter in two steps: first it is shown, then exactly what was shown is decided.

What is shown is kept: each letter with its content and what stood of it. If the filter holds
another letter by then, one less, one with other words or one that somebody has decided, nothing
is decided, and what changed is said.
"""

import json
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.decide import (
    Decided,
    SetChangedError,
    approve,
    is_own,
    look_for_stops,
    reject,
)  # fmt: skip
from activation.approval.listing import CHOSEN, Filter
from activation.approval.selection import Selection
from activation.hashing import canonical, sha256
from activation.reasons import Reason
from warehouse.errors import ConfigurationError
from warehouse.rows import Row, execute, reading_warehouse, row, rows, transaction, value
from warehouse.settings import Settings

EXAMPLES = 5
DECISIONS = ("approved", "rejected")

_KEEP = """
    insert into activation.shown_sets (decision, chosen_by, letters, shown_to)
    values (%s, %s, %s, %s) returning set_id::text
"""

# reco_id: [content_hash, approval_id]
_Letters = dict[str, list[Any]]


@dataclass(frozen=True)
class ShownSet:
    """What a decision would be about: how many letters, who is left out and why, some of them.

    `examples` are ids of proposals to show whole; `digest` tells one set from another.
    """

    set_id: str
    decision: str
    asked: Filter
    letters: int
    by_scenario: dict[str, int]
    left_out: dict[str, int]
    examples: list[str]
    digest: str


@dataclass(frozen=True)
class Changes:
    """How the letters of a filter differ from those that were shown."""

    added: int = 0
    gone: int = 0
    reworded: int = 0
    decided: int = 0
    decided_by: dict[str, datetime] = field(default_factory=dict)


class ShownSetChangedError(SetChangedError):
    """The set is another by now: nothing was decided; `changes` says what is different."""

    def __init__(self, shown: "KeptSet", changes: Changes) -> None:
        super().__init__([])
        self.shown, self.changes = shown, changes


@dataclass(frozen=True)
class KeptSet:
    """A set as it was shown."""

    decision: str
    asked: Filter
    letters: _Letters


def show(
    conn: Connection, settings: Settings, asked: Filter, decision: str, shown_to: str
) -> ShownSet:
    """Return what deciding a filter would do, and keep it to be decided. Commits.

    `decision` is `approved` or `rejected`. Raises as `approve` does.
    """
    taken, left_out = _choose(conn, settings, asked, decision, shown_to)
    letters = _bound(taken)
    with transaction(conn):
        set_id = value(
            conn, _KEEP, (decision, json.dumps(asked.asks()), json.dumps(letters), shown_to)
        )
    return ShownSet(
        set_id=str(set_id),
        decision=decision,
        asked=asked,
        letters=len(taken),
        by_scenario=dict(Counter(str(one["scenario"]) for one in taken).most_common()),
        left_out=dict(Counter(map(str, left_out.values())).most_common()),
        examples=_examples(taken),
        digest=sha256(canonical(letters)),
    )


def apply(
    conn: Connection, settings: Settings, set_id: uuid.UUID | str, decided_by: str, reason: str = ""
) -> Decided:
    """Decide exactly the letters that were shown, or none.

    Raises ShownSetChangedError when the filter holds another set by now, ConfigurationError
    when it was shown too long ago or a reason is missing.
    """
    shown = kept_set(conn, set_id)
    taken, _ = _choose(conn, settings, shown.asked, shown.decision, decided_by)
    if _bound(taken) != shown.letters:
        raise ShownSetChangedError(shown, _changes(conn, shown, taken))
    conn.rollback()
    bound = Selection.of_shown(shown.letters)
    try:
        if shown.decision == "approved":
            return approve(conn, settings, bound, decided_by, exactly=True)
        return reject(conn, bound, decided_by, reason, exactly=True)
    except SetChangedError:
        taken, _ = _choose(conn, settings, shown.asked, shown.decision, decided_by)
        raise ShownSetChangedError(shown, _changes(conn, shown, taken)) from None


def forget_shown_sets(conn: Connection) -> None:
    """Drop what was shown more than a day ago, in the caller's transaction."""
    execute(
        conn,
        "delete from activation.shown_sets where shown_at < clock_timestamp() - interval '1 day'",
    )


def kept_set(conn: Connection, set_id: uuid.UUID | str) -> KeptSet:
    """Return a set that was shown. Raises ConfigurationError when it is no longer kept."""
    found = row(
        conn,
        "select decision, chosen_by, letters from activation.shown_sets where set_id = %s::uuid",
        (str(set_id),),
    )
    if found is None:
        raise ConfigurationError(
            "these letters were shown more than a day ago: look at them again",
            "ces lettres ont été montrées il y a plus d'un jour : regardez-les de nouveau",
        )
    return KeptSet(found["decision"], Filter(**found["chosen_by"]), found["letters"])


def _choose(
    conn: Connection, settings: Settings, asked: Filter, decision: str, by: str
) -> tuple[list[Row], dict[str, Reason]]:
    """Return the letters of a filter the decision takes, and why it leaves the others out.

    Letters decided already are taken only when the filter asks for that very state.
    """
    stops = look_for_stops(conn, settings) if decision == "approved" else None
    with reading_warehouse(conn):
        found = rows(conn, CHOSEN, asked.named())
    taken: list[Row] = []
    left_out: dict[str, Reason] = {}
    for one in found:
        reason = _why_not(one, asked, decision, by) or (stops.why_not(one) if stops else None)
        if reason:
            left_out[str(one["reco_id"])] = reason
            continue
        if stops:
            stops.take(one)
        taken.append(one)
    return taken, left_out


def _why_not(one: Row, asked: Filter, decision: str, by: str) -> Reason | None:
    state = one["state"]
    if state == "left":
        return Reason.ALREADY_LEFT
    if state == decision:
        return Reason.ALREADY_DECIDED
    if decision == "approved" and state == "second" and is_own(one, by):
        return Reason.SECOND_PERSON
    if state not in ("pending", "second") and state != asked.state:
        return Reason.ALREADY_DECIDED
    return None


def _bound(letters: list[Row]) -> _Letters:
    return {str(one["reco_id"]): [one["content_hash"], one["approval_id"]] for one in letters}


def _examples(letters: list[Row]) -> list[str]:
    """Return a few letters that stand for the others: of each scenario in turn, best and least."""
    by_score = sorted(letters, key=lambda one: -(one["score"] or 0))
    queues: dict[str, list[str]] = {}
    for one in by_score:
        queues.setdefault(one["scenario"], []).append(str(one["reco_id"]))
    chosen: list[str] = []
    while queues and len(chosen) < EXAMPLES:
        for scenario in list(queues):
            # The best, then the least, then the best of what is left.
            chosen.append(queues[scenario].pop(0 if len(chosen) % 2 == 0 else -1))
            if not queues[scenario]:
                del queues[scenario]
    return chosen[:EXAMPLES]


def _changes(conn: Connection, shown: KeptSet, taken: list[Row]) -> Changes:
    now = _bound(taken)
    both = shown.letters.keys() & now.keys()
    gone = shown.letters.keys() - now.keys()
    since = rows(
        conn,
        """
        select latest.decided_by, max(latest.decided_at) as decided_at, count(*) as letters
        from jsonb_each(%s) as shown (reco_id, bound)
        inner join lateral (
            select approval_id, decided_by, decided_at from activation.approvals
            where approvals.reco_id = shown.reco_id::uuid
                and approvals.content_hash = shown.bound ->> 0
            order by approval_id desc limit 1
        ) as latest on latest.approval_id > (shown.bound ->> 1)::bigint
        group by latest.decided_by
        """,
        (json.dumps(shown.letters),),
    )
    conn.rollback()
    decided = sum(int(one["letters"]) for one in since)
    return Changes(
        added=len(now.keys() - shown.letters.keys()),
        gone=max(0, len(gone) - decided),
        reworded=sum(now[one][0] != shown.letters[one][0] for one in both),
        decided=decided,
        decided_by={str(one["decided_by"]): one["decided_at"] for one in since},
    )
