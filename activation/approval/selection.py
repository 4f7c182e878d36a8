"""Which proposals a decision is about: by id, scenario, person, score, or a file."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.one_client import code_of_person
from activation.reasons import Reason
from warehouse.rows import Row, execute, rows

# Of `activation.recommendations as kept`: the last word said on it, if it was said on this very
# content. The database keeps it beside the proposal.
DECISION = """
    case
        when kept.last_content_hash = kept.content_hash then nullif(kept.last_decision, 'undone')
    end
"""

# What became of a proposal that was carried out and may still be, or has been, on its way.
LIVE_LETTER = """
    left join lateral (
        select send_id, state from activation.outbox
        where outbox.reco_id = kept.reco_id
            and outbox.state not in ('skipped', 'cancelled', 'failed', 'expired')
    ) as sending on true
"""

# Carried out, and nothing of it is on its way any more.
IS_OVER = """
    sending.send_id is null and exists (
        select from activation.outbox where outbox.approval_id = kept.last_approval_id
    )
"""

# One row per proposal still to be carried out, with the last word said on its content.
CURRENT = f"""
    select
        kept.reco_id, kept.client_code, kept.email_norm, kept.scenario, kept.content_hash,
        kept.template_sha256, kept.valid_until,
        octet_length(kept.params::text) as params_size,
        kept.last_approval_id as approval_id,
        {DECISION} as decision,
        latest.decided_by, latest.decided_at, latest.follows,
        sending.send_id, sending.state,
        {IS_OVER} as is_over
    from activation.recommendations as kept
    left join activation.approvals as latest on kept.last_approval_id = latest.approval_id
    {LIVE_LETTER}
    where kept.withdrawn_at is null and kept.erased_at is null
"""  # noqa: S608 - built from constants


@dataclass(frozen=True)
class Selection:
    """Which proposals a decision is about; every condition given must hold.

    `hashes` binds an id to the content its reader saw: another content since is not decided
    on. `seen` binds it to the last decision its reader saw (0: none): where somebody has
    decided since, nothing is.
    """

    reco_ids: Sequence[uuid.UUID] | None = None
    scenario: str | None = None
    client_code: str | None = None
    min_score: float | None = None
    hashes: dict[uuid.UUID, str] = field(default_factory=dict)
    seen: dict[uuid.UUID, int] = field(default_factory=dict)

    @classmethod
    def of_shown(cls, letters: Mapping[str, Sequence[Any]]) -> "Selection":
        """Return the letters of these ids, bound to the content and the decision shown of each.

        Raises ValueError for an id that is none.
        """
        bound = {uuid.UUID(reco_id): shown for reco_id, shown in letters.items()}
        return cls(
            reco_ids=list(bound),
            hashes={one: content for one, (content, _) in bound.items()},
            seen={one: decision for one, (_, decision) in bound.items()},
        )


@dataclass(frozen=True)
class Undecided:
    """A proposal the decision could not be applied to, and why; who had decided what, and when."""

    reco_id: str
    reason: Reason
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision: str | None = None


def selected(conn: Connection, selection: Selection) -> list[Row]:
    """Return the proposals selected, with what was decided and sent of each."""
    conditions: list[str] = [""]
    values: dict[str, object] = {}
    if selection.reco_ids is not None:
        conditions.append("kept.reco_id = any(%(ids)s::uuid[])")
        values["ids"] = [str(reco_id) for reco_id in selection.reco_ids]
    if selection.scenario:
        conditions.append("kept.scenario = %(scenario)s")
        values["scenario"] = selection.scenario.upper()
    if selection.client_code:
        conditions.append("kept.client_code = %(client_code)s")
        values["client_code"] = code_of_person(conn, selection.client_code)
    if selection.min_score is not None:
        conditions.append("kept.score >= %(min_score)s")
        values["min_score"] = selection.min_score
    query = f"{CURRENT} {' and '.join(conditions)} order by kept.reco_id"
    return rows(conn, query, values)


def one_at_a_time(conn: Connection) -> None:
    """Wait, until the transaction ends, for whoever else decides on proposals or rewrites them."""
    execute(conn, "select pg_advisory_xact_lock(hashtext('activation.recommendations'))")


def unknown(conn: Connection, selection: Selection) -> list[Undecided]:
    """Return each id asked for that is not a current proposal."""
    if selection.reco_ids is None:
        return []
    asked = [str(reco_id) for reco_id in selection.reco_ids]
    missing = rows(
        conn,
        """
        select asked.reco_id from unnest(%s::uuid[]) as asked (reco_id)
        where not exists (
            select from activation.recommendations as kept
            where kept.reco_id = asked.reco_id
                and kept.withdrawn_at is null and kept.erased_at is null
        )
        """,
        (asked,),
    )
    return [Undecided(str(found["reco_id"]), Reason.UNKNOWN_PROPOSAL) for found in missing]
