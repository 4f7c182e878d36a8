"""Letters and decisions, for programs."""

import uuid
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from psycopg2.extensions import connection as Connection  # noqa: N812
from starlette.exceptions import HTTPException

from activation.approval import decide
from activation.approval.decide import Decided
from activation.approval.listing import Filter, Shown, letters_after, listing
from activation.approval.one_letter import bound, one_letter, unbound
from activation.approval.selection import Selection, Undecided
from activation.reasons import Reason, labels
from dashboard.api import models
from dashboard.api.cursor import cursor_after, key_of
from dashboard.letters.addresses import asked
from dashboard.visit import Visit
from warehouse.rows import rows

_MADE = """
    select made.approval_id as decision_id, made.reco_id, kept.client_code,
        case when kept.erased_at is null then kept.scenario end as scenario,
        made.decision, made.decided_by, made.decided_at, made.reason, made.batch_id
    from activation.approvals as made
    left join activation.recommendations as kept on made.reco_id = kept.reco_id
    where made.approval_id > %s order by made.approval_id limit %s
"""


def router(visit: Callable[..., Any]) -> APIRouter:
    """Return the addresses of letters and decisions; `visit` is a dependency that gives a Visit."""
    routes = APIRouter()

    @routes.get("/letters", summary="Letters of a filter")
    def letters(
        wanted: Annotated[models.LettersAsked, Query()],
        by: Visit = Depends(visit),  # noqa: B008
    ) -> models.Letters:
        chosen, of = _filter(wanted)
        after = key_of(wanted.cursor, of, str)
        found, total = letters_after(by.conn, chosen, _uuid(after), wanted.limit + 1)
        shown = found[: wanted.limit]
        return models.Letters(
            total=total,
            letters=[_letter(one) for one in shown],
            next=cursor_after(shown[-1].reco_id, of) if len(found) > len(shown) else None,
        )

    @routes.get("/letters/counts", summary="Letters of a filter, counted by each choice")
    def counts(
        wanted: Annotated[models.LettersAsked, Query()],
        by: Visit = Depends(visit),  # noqa: B008
    ) -> models.Counts:
        found = listing(by.conn, _filter(wanted)[0])
        return models.Counts(
            total=found.letters, counts={kind: dict(one) for kind, one in found.counts.items()}
        )

    @routes.get("/letters/{reco_id}", summary="One letter as it will arrive")
    def letter(reco_id: uuid.UUID, by: Visit = Depends(visit)) -> models.LetterWords:  # noqa: B008
        found = one_letter(by.conn, str(reco_id))
        if found is None:
            raise HTTPException(404, "there is no such letter")
        kept = found.kept
        return models.LetterWords(
            **{
                name: kept[name]
                for name in ("reco_id", "client_code", "scenario", "state", "valid_until")
            },
            score=float(kept["score"] or 0),
            seen=bound(kept["content_hash"], kept["approval_id"]),
            subject=found.letter.subject,
            text=found.letter.text,
            html=found.letter.html,
        )

    @routes.get("/decisions", summary="Decisions, in the order they were made")
    def decisions(
        wanted: Annotated[models.Paged, Query()],
        by: Visit = Depends(visit),  # noqa: B008
    ) -> models.Decisions:
        last = key_of(wanted.cursor, "decisions", int) or 0
        found = rows(by.conn, _MADE, (last, wanted.limit))
        return models.Decisions(
            decisions=[models.DecisionMade(**one) for one in found],
            next=cursor_after(found[-1]["decision_id"] if found else last, "decisions"),
        )

    @routes.post("/decisions", summary="Decide on letters as they were shown")
    def decided(
        wanted: models.DecisionAsked,
        by: Visit = Depends(visit),  # noqa: B008
    ) -> models.Done:
        if not by.may_decide:
            raise HTTPException(403, "this token reads and does not decide")
        selection = Selection.of_shown(
            {str(one.reco_id): unbound(one.seen) for one in wanted.letters}
        )
        return _done(by.conn, _decide(by, wanted, selection), wanted.decision, by.name)

    return routes


def _decide(by: Visit, wanted: models.DecisionAsked, selection: Selection) -> Decided:
    if wanted.decision == "approved":
        return decide.approve(by.conn, by.settings, selection, by.name)
    if wanted.decision == "rejected":
        if not wanted.reason.strip():
            raise HTTPException(422, "a rejection asks for a reason")
        return decide.reject(by.conn, selection, by.name, wanted.reason)
    return decide.flag(by.conn, selection, by.name, wanted.reason.strip())


def _done(conn: Connection, outcome: Decided, decision: str, name: str) -> models.Done:
    undecided = [one for one in outcome.undecided if not _is_so(one, decision, name)]
    says = labels(conn)
    return models.Done(
        decided=outcome.decided,
        unchanged=outcome.unchanged + len(outcome.undecided) - len(undecided),
        awaiting_second=outcome.awaiting_second,
        batch_id=uuid.UUID(outcome.batch_id) if outcome.batch_id else None,
        undecided=[
            models.NotDecided(
                reco_id=uuid.UUID(one.reco_id),
                reason=str(one.reason),
                says=says.get(one.reason, str(one.reason)),
                decided_by=one.decided_by,
                decided_at=one.decided_at,
            )
            for one in undecided
        ],
    )


def _is_so(one: Undecided, decision: str, name: str) -> bool:
    """Return whether a letter somebody has decided on since it was shown is decided as asked.

    So a request repeated changes nothing, and is no second person's either.
    """
    if one.reason not in (Reason.DECIDED_SINCE, Reason.SECOND_PERSON):
        return False
    if decision == "rejected":
        return one.decision in ("rejected", "revoked")
    is_first = one.decision == "first_approval" and (one.decided_by or "").lower() == name.lower()
    return one.decision == decision or (decision == "approved" and is_first)


def _filter(wanted: models.LettersAsked) -> tuple[Filter, str]:
    words = {
        name: str(text)
        for name, text in wanted.model_dump().items()
        if name not in ("cursor", "limit")
    }
    return asked(words), f"letters {sorted(words.items())}"


def _uuid(key: object | None) -> str | None:
    try:
        return str(uuid.UUID(str(key))) if key else None
    except ValueError:
        raise HTTPException(400, "this is no cursor of this list") from None


def _letter(one: Shown) -> models.Letter:
    return models.Letter(
        reco_id=uuid.UUID(one.reco_id),
        seen=bound(one.content_hash, one.approval_id),
        client_code=one.client_code,
        name=one.name,
        town=one.town,
        scenario=one.scenario,
        score=one.score,
        wines=one.wines,
        first_reason=one.first_reason,
        state=one.state,  # type: ignore[arg-type]
        decided_by=one.decided_by,
        decided_at=one.decided_at,
        reason=one.reason,
    )
