"""One proposed letter as it will arrive, and as it was before it changed."""

from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.listing import STATE
from activation.approval.selection import LIVE_LETTER
from activation.letters.templates import LetterTemplate, RenderedLetter, render
from warehouse.errors import NeedsPersonError
from warehouse.rows import Row, row, value

_LETTER = f"""
    select
        kept.reco_id::text as reco_id, kept.client_code, kept.email_norm, kept.scenario,
        kept.content_hash, kept.template_sha256, kept.params, kept.items, kept.score,
        kept.last_approval_id as approval_id, kept.last_content_hash, kept.valid_until,
        kept.withdrawn_at,
        latest.decision as last_decision, latest.decided_by, latest.decided_at, latest.reason,
        latest.batch_id::text as batch_id,
        {STATE} as state, sending.state as outbox_state
    from activation.recommendations as kept
    left join activation.approvals as latest on kept.last_approval_id = latest.approval_id
    {LIVE_LETTER}
    where kept.reco_id = %s::uuid and kept.erased_at is null
"""  # noqa: S608 - built from constants

_FORMER = """
    select content_hash, template_sha256, params, items from activation.former_letters
    where reco_id = %s::uuid and content_hash = %s
"""

_TEXT = """
    select scenario, subject, html, text from activation.template_texts where template_sha256 = %s
"""


@dataclass(frozen=True)
class OneLetter:
    """A proposal, what stands of it, and its words; `former` where the one asked for changed."""

    kept: Row
    letter: RenderedLetter
    former: RenderedLetter | None
    former_hash: str | None = None


def bound(content_hash: str, approval_id: int) -> str:
    """Return what a page shows of a letter, as one word a form can carry."""
    return f"{content_hash}.{approval_id}"


def unbound(word: str) -> tuple[str, int]:
    """Return the content and the decision of `bound`. Raises ValueError for another word."""
    content_hash, _, approval_id = word.partition(".")
    return content_hash, int(approval_id)


def one_letter(conn: Connection, reco_id: str, shown: str | None = None) -> OneLetter | None:
    """Return a proposal and its words, or None when there is none.

    `shown` is the content a reader has seen: when the letter has changed since, so has
    `former` its words. So it has when somebody decided on it before it changed. Raises
    NeedsPersonError when its text has not been kept.
    """
    kept = row(conn, _LETTER, (reco_id,))
    if kept is None:
        return None
    before = shown or kept["last_content_hash"]
    former = None
    if before and before != kept["content_hash"]:
        found = row(conn, _FORMER, (reco_id, before))
        former = _rendered(conn, found) if found else None
    letter = _rendered(conn, kept)
    if letter is None:
        raise NeedsPersonError(
            "the words of this letter have not been kept: run `activation plan`",
            "les mots de cette lettre n'ont pas été gardés : lancez `activation plan`",
        )
    return OneLetter(kept, letter, former, before if former else None)


def _rendered(conn: Connection, kept: dict[str, Any]) -> RenderedLetter | None:
    text = row(conn, _TEXT, (kept["template_sha256"],))
    return render(LetterTemplate(**text), kept["params"]) if text else None


def ask_for_oneself(
    conn: Connection, reco_id: str, content_hash: str, sent_to: str, asked_by: str
) -> int:
    """Ask for this letter to be mailed to somebody of the house; return the request's number.

    `activation.sending.to_oneself` carries it out; no ledger knows of it. Commits. Raises
    ValueError for an address that is none.
    """
    if "@" not in sent_to.strip("@") or any(one.isspace() for one in sent_to):
        raise ValueError(f"{sent_to} is no address")
    number = value(
        conn,
        "insert into activation.letters_to_oneself (reco_id, content_hash, sent_to, asked_by)"
        " values (%s, %s, %s, %s) returning request_id",
        (reco_id, content_hash, sent_to, asked_by),
    )
    conn.commit()
    return int(number)


def request_state(conn: Connection, request_id: int) -> Row | None:
    """Return what became of such a request: `asked_at`, `settled_at`, `outcome`."""
    return row(
        conn,
        "select asked_at, settled_at, outcome from activation.letters_to_oneself"
        " where request_id = %s",
        (request_id,),
    )
