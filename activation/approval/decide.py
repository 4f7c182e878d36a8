"""A person's decisions on proposals: append-only, each bound to the exact content seen.

Deciding reads, and adds rows to `activation.approvals`, nothing else: the page's role may
do no more. `activation.approval.carry_out` carries decisions out.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import execute_values

from activation.approval.carry_out import APPROVED
from activation.approval.outbox import LARGEST_PARAMS
from activation.approval.selection import (
    CURRENT,
    Selection,
    Undecided,
    one_at_a_time,
    selected,
    unknown,
)  # fmt: skip
from activation.config import load_rules
from activation.feedback.heard import unwritten
from activation.feedback.newest import hear_newest, require_heard
from activation.feedback.occasions import SPOKEN_TO
from activation.hash_key import hash_key
from activation.hashing import client_hash, email_hash
from activation.letters.lint import require_sound
from activation.letters.sender_identity import load_identity
from activation.letters.templates import LetterTemplate, compile_templates
from activation.reasons import Reason, opt_out_reason
from warehouse.errors import ConfigurationError, ProductError
from warehouse.rows import Row, rows, transaction, value
from warehouse.settings import Settings

# Addresses that already have a letter on its way, or approved and about to be.
_TAKEN = f"""
    select email_norm, reco_id::text as reco_id from activation.outbox
    where state in ('queued', 'sending', 'retry_wait', 'unknown')
    union all
    select kept.email_norm, kept.reco_id::text {APPROVED}
"""  # noqa: S608 - built from constants

# Letters one person alone has approved, and that nobody has sent yet.
_ALONE = f"""
    select count(*) from ({CURRENT}) as current
    where decision = 'approved' and lower(decided_by) = lower(%(by)s) and not is_over
        and (state is null or state in ('queued', 'retry_wait'))
        and not exists (
            select from activation.approvals as first
            where first.approval_id = current.follows and first.decision = 'first_approval'
        )
"""  # noqa: S608 - built from constants

_RECORD = """
    insert into activation.approvals
        (reco_id, content_hash, decision, decided_by, reason, batch_id, follows, undoes)
    values %s
    on conflict (reco_id, follows) do nothing
    returning reco_id::text as reco_id
"""

# A batch, and what each letter was before it.
_BATCH = """
    select
        made.reco_id, made.content_hash, made.approval_id,
        before.decision, before.reason
    from activation.approvals as made
    left join activation.approvals as before
        on made.follows = before.approval_id and made.content_hash = before.content_hash
    where made.batch_id = %s::uuid
"""

NOT_LEFT = (None, "queued", "retry_wait")
# What an undo brings back; anything else is to be decided again.
BROUGHT_BACK = ("approved", "rejected", "revoked", "flagged")


class SetChangedError(ProductError):
    """A set of letters is no longer the one that was shown: nothing was decided."""

    def __init__(self, undecided: Sequence[Undecided]) -> None:
        super().__init__(
            "the letters are no longer those that were shown: nothing was decided",
            "les lettres ne sont plus celles qui ont été montrées : rien n'a été décidé",
        )
        self.undecided = list(undecided)


@dataclass(frozen=True)
class Decided:
    """What a decision did: how many letters it changed, how many were as decided already, and
    those it could not be applied to.

    `batch_id` names it, to undo it; None when it changed nothing. `awaiting_second` of the
    letters decided wait for a second person's approval.
    """

    decided: int
    unchanged: int
    undecided: list[Undecided]
    batch_id: str | None = None
    awaiting_second: int = 0


@dataclass(frozen=True)
class _New:
    """A decision about to be recorded."""

    proposal: Row
    decision: str
    reason: str | None = None
    undoes: int | None = None


# What is decided of a proposal: a decision, why not, or None when it is so already.
_Verdict = Callable[[Row], _New | Reason | None]


@dataclass
class Stops:
    """What keeps a proposal from being approved, apart from the proposal itself."""

    key: bytes
    templates: dict[str, LetterTemplate]
    opt_outs: dict[str, Reason]
    spoken_to: set[str]
    taken: dict[str, str]
    today: date

    def why_not(self, proposal: Row) -> Reason | None:
        """Return why this proposal cannot be approved, or None."""
        email, reco_id = proposal["email_norm"], str(proposal["reco_id"])
        if proposal["template_sha256"] != self.templates[proposal["scenario"]].sha256:
            return Reason.TEMPLATE_CHANGED
        if proposal["valid_until"] < self.today:
            return Reason.OUT_OF_DATE
        for hashed in email_hash(self.key, email), client_hash(self.key, proposal["client_code"]):
            if hashed in self.opt_outs:
                return self.opt_outs[hashed]
        if proposal["client_code"] in self.spoken_to:
            return Reason.CONTACTED
        if proposal["params_size"] > LARGEST_PARAMS:
            return Reason.TOO_LONG
        if self.taken.get(email, reco_id) != reco_id:
            return Reason.ADDRESS_ALREADY_QUEUED
        return None

    def take(self, proposal: Row) -> None:
        """Keep the proposal's address for it: no other letter to it is approved beside it."""
        self.taken[proposal["email_norm"]] = str(proposal["reco_id"])


def approve(
    conn: Connection, settings: Settings, selection: Selection, decided_by: str, *,
    exactly: bool = False,
) -> Decided:  # fmt: skip
    """Approve the selected proposals, in one transaction.

    The noes of files loaded since the last build count. What was approved before with the
    same content is left as it is. Above the rule's number of letters a second person's
    approval is needed: the first one's is then kept as `first_approval`, which sends nothing.
    `exactly` raises SetChangedError, and decides nothing, when there is a letter it cannot
    decide. Raises NeedsPersonError when a letter is not fit to leave, ConfigurationError when
    the secret of the hashes is missing or another than the first, LockedError when a no may
    not have been read yet, by somebody who may not read it.
    """
    above = load_rules(settings).second_person_above
    with transaction(conn):
        stops = look_for_stops(conn, settings)

        def verdict(proposal: Row) -> _New | Reason | None:
            if proposal["decision"] == "approved" and not proposal["is_over"]:
                return None
            if reason := stops.why_not(proposal):
                return reason
            if proposal["decision"] == "first_approval" and is_own(proposal, decided_by):
                return Reason.SECOND_PERSON
            stops.take(proposal)
            return _New(proposal, "approved")

        judged = _judge(conn, selection, verdict)
        fresh = [one for one in judged.new if one.proposal["decision"] != "first_approval"]
        if above and fresh:
            alone = int(value(conn, _ALONE, {"by": decided_by}))
            if alone + len(fresh) > above:
                judged.new = [
                    replace(one, decision="first_approval") if one in fresh else one
                    for one in judged.new
                ]
        return _record(conn, judged, decided_by, exactly=exactly)


def reject(
    conn: Connection, selection: Selection, decided_by: str, reason: str, *,
    exactly: bool = False,
) -> Decided:  # fmt: skip
    """Reject the selected proposals; an approval not yet carried to Brevo is revoked.

    Raises ConfigurationError when `reason` is empty, SetChangedError as `approve` does.
    """
    if not reason.strip():
        raise ConfigurationError("un refus demande une raison : ajoutez --reason « pourquoi »")

    def verdict(proposal: Row) -> _New | Reason | None:
        if proposal["state"] not in NOT_LEFT:
            return Reason.ALREADY_LEFT
        if proposal["decision"] in ("rejected", "revoked"):
            return None
        was_approved = proposal["decision"] == "approved" or proposal["send_id"]
        return _New(proposal, "revoked" if was_approved else "rejected", reason.strip())

    with transaction(conn):
        return _record(conn, _judge(conn, selection, verdict), decided_by, exactly=exactly)


def flag(conn: Connection, selection: Selection, decided_by: str, note: str = "") -> Decided:
    """Keep the selected proposals to look at again: none leaves before it is decided anew."""

    def verdict(proposal: Row) -> _New | Reason | None:
        if proposal["state"] not in NOT_LEFT:
            return Reason.ALREADY_LEFT
        return (
            None if proposal["decision"] == "flagged" else _New(proposal, "flagged", note or None)
        )

    with transaction(conn):
        return _record(conn, _judge(conn, selection, verdict), decided_by)


def undo(
    conn: Connection, settings: Settings, batch_id: uuid.UUID | str, decided_by: str
) -> Decided:
    """Take back a decision, whoever made it and however many letters it was about.

    Each letter is again as it was before. Not undone, and named: what has left, what changed,
    what somebody has decided since, and what can no longer be approved. An undo is a batch too:
    undoing it decides again. Raises as `approve` does where it approves.
    """
    with transaction(conn):
        batch = {str(one["reco_id"]): one for one in rows(conn, _BATCH, (str(batch_id),))}
        bound = Selection.of_shown(
            {one: (made["content_hash"], made["approval_id"]) for one, made in batch.items()}
        )
        approves = any(made["decision"] == "approved" for made in batch.values())
        stops = look_for_stops(conn, settings) if approves else None

        def verdict(proposal: Row) -> _New | Reason | None:
            made = batch[str(proposal["reco_id"])]
            if proposal["state"] not in NOT_LEFT:
                return Reason.ALREADY_LEFT
            if stops and made["decision"] == "approved":
                if reason := stops.why_not(proposal):
                    return reason
                stops.take(proposal)
            if made["decision"] in BROUGHT_BACK:
                return _New(proposal, made["decision"], made["reason"], made["approval_id"])
            return _New(proposal, "undone", None, made["approval_id"])

        return _record(conn, _judge(conn, bound, verdict), decided_by)


def is_own(proposal: Row, decided_by: str) -> bool:
    """Return whether this person made the last decision on the proposal."""
    return str(proposal["decided_by"] or "").lower() == decided_by.lower()


@dataclass
class _Judged:
    new: list[_New]
    unchanged: int
    undecided: list[Undecided]


def _judge(conn: Connection, selection: Selection, verdict: _Verdict) -> _Judged:
    found = _Judged([], 0, unknown(conn, selection))
    for proposal in selected(conn, selection):
        reason = _not_as_seen(proposal, selection) or verdict(proposal)
        if reason is None:
            found.unchanged += 1
        elif isinstance(reason, _New):
            found.new.append(reason)
        else:
            found.undecided.append(_undecided(proposal, reason))
    return found


def _not_as_seen(proposal: Row, selection: Selection) -> Reason | None:
    """Return what the reader of this proposal did not see of it, or None."""
    reco_id = uuid.UUID(str(proposal["reco_id"]))
    content = selection.hashes.get(reco_id)
    if content and content != proposal["content_hash"]:
        return Reason.CHANGED_SINCE_READ
    if selection.seen.get(reco_id, proposal["approval_id"]) != proposal["approval_id"]:
        return Reason.DECIDED_SINCE
    return None


def _undecided(proposal: Row, reason: Reason) -> Undecided:
    who = proposal if reason in (Reason.DECIDED_SINCE, Reason.SECOND_PERSON) else {}
    told = (who.get(name) for name in ("decided_by", "decided_at", "decision"))
    return Undecided(str(proposal["reco_id"]), reason, *told)


def _hear(conn: Connection, key: bytes) -> None:
    """Hear the newest noes; the page's role may not, and waits until somebody has."""
    if value(conn, "select has_table_privilege('activation.suppressions', 'insert')"):
        hear_newest(conn, key, required=True)
    else:
        require_heard(conn, key)


def look_for_stops(conn: Connection, settings: Settings) -> Stops:
    """Return what keeps proposals from being approved now.

    Raises as `approve` does.
    """
    identity = load_identity(settings)
    templates = compile_templates(identity)
    require_sound(templates.values(), identity)
    key = hash_key(conn, settings)
    _hear(conn, key)
    suppressed = rows(
        conn,
        """
        select email_hash, client_hash, reason from activation.suppressions
        where lifted_at is null
        """,
    )
    opt_outs = {
        hashed: opt_out_reason(row["reason"])
        for row in suppressed
        for hashed in (row["email_hash"], row["client_hash"])
        if hashed
    }
    # Said to somebody of the house since the last sending wrote opt-outs down.
    for one in unwritten(conn):
        opt_outs[client_hash(key, one["client_code"])] = Reason.UNSUBSCRIBED
        if one["email_norm"]:
            opt_outs[email_hash(key, one["email_norm"])] = Reason.UNSUBSCRIBED
    today = settings.as_of_date or datetime.now(ZoneInfo("Europe/Paris")).date()
    named = {"today": today, "contact_days": load_rules(settings).contact_days}
    return Stops(
        key=key,
        templates=templates,
        opt_outs=opt_outs,
        spoken_to={row["client_code"] for row in rows(conn, SPOKEN_TO, named)},
        taken={row["email_norm"]: row["reco_id"] for row in rows(conn, _TAKEN)},
        today=today,
    )


def _record(
    conn: Connection, judged: _Judged, decided_by: str, *, exactly: bool = False
) -> Decided:
    """Record what was judged; of two persons at once the one who comes second decides nothing."""
    if exactly and judged.undecided:
        raise SetChangedError(judged.undecided)
    batch_id = str(uuid.uuid4())
    new = judged.new
    one_at_a_time(conn)
    recorded = _insert(conn, new, decided_by, batch_id)
    late = [one for one in new if str(one.proposal["reco_id"]) not in recorded]
    if late:
        ids = [uuid.UUID(str(one.proposal["reco_id"])) for one in late]
        since = selected(conn, Selection(reco_ids=ids))
        judged.undecided += [_undecided(one, Reason.DECIDED_SINCE) for one in since]
        if exactly:
            raise SetChangedError(judged.undecided)
    made = [one for one in new if str(one.proposal["reco_id"]) in recorded]
    return Decided(
        decided=len(made),
        unchanged=judged.unchanged,
        undecided=judged.undecided,
        batch_id=batch_id if made else None,
        awaiting_second=sum(one.decision == "first_approval" for one in made),
    )


def _insert(conn: Connection, new: Sequence[_New], decided_by: str, batch_id: str) -> set[str]:
    values = [
        (
            str(one.proposal["reco_id"]), one.proposal["content_hash"], one.decision, decided_by,
            one.reason, batch_id, one.proposal["approval_id"], one.undoes,
        )
        for one in new
    ]  # fmt: skip
    if not values:
        return set()
    with conn.cursor() as cursor:
        return {
            str(line[0]) for line in execute_values(
                cursor, _RECORD, values, page_size=1000, fetch=True,
                template="(%s::uuid, %s, %s, %s, %s, %s::uuid, %s::bigint, %s::bigint)",
            )
        }  # fmt: skip
