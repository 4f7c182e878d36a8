"""The list of proposals as a person filters it: counts of every choice, and one page of letters.

A filter is a handful of words, so that it can be an address. One statement answers it: what a
choice of each kind would leave, given the other choices, and the letters of the page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.selection import DECISION, IS_OVER, LIVE_LETTER
from activation.hashing import normal_code
from warehouse.rows import reading_warehouse, row
from warehouse.wording import unaccented

PAGE_SIZE = 50
ABROAD = "etranger"
NO_SEGMENT = "aucun"
# Bands of scores, each from its figure to the next.
BANDS = (80, 60, 40, 20, 0)
MOST_WORDS = 8
# A letter as names spell it; of capitals the database knows those without accents.
ACCENTED = {
    plain: f"[{plain}{accented}{accented.upper()}]"
    for plain, accented in {
        "a": "àâäáãå", "c": "ç", "e": "éèêë", "i": "îïíì", "n": "ñ", "o": "ôöóòõ", "u": "ùûüú",
        "y": "ÿý",
    }.items()
}  # fmt: skip
JOINED = {"oe": "œ|Œ", "ae": "æ|Æ"}
# What holds two words together is written as one likes: `d'Alsace`, `D ALSACE`, `Extra-Brut`.
HELD = "'’-"
STATES = ("pending", "second", "flagged", "approved", "rejected", "left")

# What stands of a proposal, as one word.
STATE = f"""
    case
        when sending.state in ('sending', 'unknown', 'accepted', 'abandoned', 'held_out')
            then 'left'
        when {DECISION} is null then 'pending'
        when kept.last_decision = 'approved' and {IS_OVER} then 'pending'
        when kept.last_decision = 'revoked' then 'rejected'
        when kept.last_decision = 'first_approval' then 'second'
        else kept.last_decision
    end
"""

# Where `persons` live: two or three figures, `etranger`, or nothing.
DEPARTEMENT = f"""
    case
        when upper(persons.pays) not in ('FR', 'FRANCE') then '{ABROAD}'
        when persons.code_postal is null then ''
        when length(persons.code_postal) <> 5 then '{ABROAD}'
        when left(persons.code_postal, 2) in ('97', '98') then left(persons.code_postal, 3)
        else left(persons.code_postal, 2)
    end
"""

KINDS = ("scenario", "family", "segment", "departement", "score", "state")
# What a choice of each kind asks of a proposal.
_ASKED = {
    "scenario": "scenario = %(scenario)s",
    "family": "families ? %(family)s",
    "segment": "segment = %(segment)s",
    "departement": "departement = %(departement)s",
    "score": "band = %(score)s",
    "state": "state = %(state)s",
}
# One bit for each kind whose choice the proposal does not meet.
_MISSED = " | ".join(
    f"case when %({kind})s = '' or {asked} then 0 else {1 << number} end"
    for number, (kind, asked) in enumerate(_ASKED.items())
)

# Each proposal that meets every choice but at most one, and which one.
_FOUND = f"""
    base as not materialized (
        select
            kept.reco_id, kept.scenario, kept.families, kept.score,
            coalesce(persons.segment, '{NO_SEGMENT}') as segment,
            {DEPARTEMENT} as departement,
            case
                when kept.score >= 80 then '80'
                when kept.score >= 60 then '60'
                when kept.score >= 40 then '40'
                when kept.score >= 20 then '20'
                else '0'
            end as band,
            {STATE} as state
        from activation.recommendations as kept
        left join crm.customer_360 as persons on kept.client_code = persons.client_code
        {LIVE_LETTER}
        where kept.withdrawn_at is null and kept.erased_at is null
            and (
                %(words)s::text[] = '{{}}'
                or concat_ws(' ', kept.client_code, persons.prenom, persons.nom)
                ~* all(%(words)s::text[])
                or kept.client_code = (
                    select master_client_code from etl.clients where client_code = %(code)s
                )
            )
    ),

    found as materialized (
        select marked.*
        from (
            -- The fence keeps guesses about the choices from choosing slow joins.
            select base.*, {_MISSED} as missed from base offset 0
        ) as marked
        where missed & (missed - 1) = 0
    )
"""  # noqa: S608 - built from constants

_COUNTS = """
    select
        case grouping(scenario, segment, departement, band, state)
            when 15 then 'scenario' when 23 then 'segment' when 27 then 'departement'
            when 29 then 'score' when 30 then 'state'
        end as kind,
        coalesce(scenario, segment, departement, band, state) as value,
        missed, count(*) as letters
    from found
    group by grouping sets (
        (missed, scenario), (missed, segment), (missed, departement), (missed, band),
        (missed, state)
    )
    union all
    select 'family', family.value, alike.missed, alike.letters
    from (
        select families, missed, count(*) as letters from found group by families, missed
    ) as alike
    cross join lateral (select distinct value from jsonb_array_elements_text(families)) as family
"""

_BITS = ", ".join(f"('{kind}', {1 << number})" for number, kind in enumerate(KINDS))

# A letter as it is shown: of `kept`, `persons`, `latest`, and its state on this `page`.
_ONE = """jsonb_build_object(
        'reco_id', kept.reco_id,
        'content_hash', kept.content_hash,
        'approval_id', kept.last_approval_id,
        'client_code', kept.client_code,
        'name', concat_ws(' ', persons.prenom, persons.nom),
        'town', persons.ville,
        'scenario', kept.scenario,
        'score', kept.score,
        'state', page.state,
        'decided_by', latest.decided_by,
        'decided_at', latest.decided_at,
        'reason', latest.reason,
        'batch_id', latest.batch_id,
        'has_changed', page.state = 'pending' and latest.content_hash <> kept.content_hash,
        'wines', (
            select jsonb_agg(wine ->> 'nom')
            from jsonb_array_elements(kept.params -> 'produits') as wine
        ),
        'first_reason', kept.params -> 'produits' -> 0 ->> 'raison'
    )"""

_LIST = f"""
    with {_FOUND},

    counts as (
        select counted.kind, counted.value, sum(counted.letters)::bigint as letters
        from ({_COUNTS}) as counted
        inner join (values {_BITS}) as bits (kind, bit) on counted.kind = bits.kind
        where counted.missed in (0, bits.bit)
        group by counted.kind, counted.value
    ),

    page as (
        select reco_id, score, state from found where missed = 0
        order by score desc nulls last, reco_id
        limit %(limit)s offset %(offset)s
    )

    select
        (select count(*) from found where missed = 0) as letters,
        (select jsonb_object_agg(kind, chosen) from (
            select kind, jsonb_object_agg(value, letters) as chosen from counts group by kind
        ) as kinds) as counts,
        coalesce((select jsonb_agg(
            {_ONE}
            order by page.score desc nulls last, page.reco_id
        )
        from page
        inner join activation.recommendations as kept using (reco_id)
        left join crm.customer_360 as persons on kept.client_code = persons.client_code
        left join activation.approvals as latest on kept.last_approval_id = latest.approval_id
        ), '[]') as shown
"""  # noqa: S608 - built from constants

# The same letters in the order of a key that never changes, from one of them on.
_AFTER = f"""
    with {_FOUND},

    page as (
        select reco_id, state from found
        where missed = 0 and (%(after)s is null or reco_id > %(after)s::uuid)
        order by reco_id
        limit %(most)s
    )

    select
        (select count(*) from found where missed = 0) as letters,
        coalesce((select jsonb_agg({_ONE} order by page.reco_id)
        from page
        inner join activation.recommendations as kept using (reco_id)
        left join crm.customer_360 as persons on kept.client_code = persons.client_code
        left join activation.approvals as latest on kept.last_approval_id = latest.approval_id
        ), '[]') as shown
"""  # noqa: S608 - built from constants

# The letters of a filter, to decide them together: what each shows, and what stands of it.
CHOSEN = f"""
    with {_FOUND}

    select
        kept.reco_id, kept.content_hash, kept.client_code, kept.scenario, kept.score,
        kept.last_approval_id as approval_id, found.state, latest.decided_by, latest.decided_at,
        kept.email_norm, kept.template_sha256, kept.valid_until,
        octet_length(kept.params::text) as params_size
    from found
    inner join activation.recommendations as kept using (reco_id)
    left join activation.approvals as latest on kept.last_approval_id = latest.approval_id
    where found.missed = 0
    order by kept.reco_id
"""  # noqa: S608 - built from constants


@dataclass(frozen=True)
class Filter:
    """What a person asks to see; an empty word asks nothing. `page` counts from 1."""

    scenario: str = ""
    family: str = ""
    segment: str = ""
    departement: str = ""
    score: str = ""
    state: str = ""
    text: str = ""
    page: int = 1

    def words(self) -> list[str]:
        """Return patterns a name or a code must match, whatever the accents and capitals."""
        return patterns(self.text)

    def named(self) -> dict[str, Any]:
        """Return the parameters of a statement."""
        chosen = {kind: getattr(self, kind) for kind in KINDS}
        return {
            **chosen,
            "words": self.words(),
            "code": normal_code(self.text),
            "limit": PAGE_SIZE,
            "offset": (max(self.page, 1) - 1) * PAGE_SIZE,
        }

    def asks(self) -> dict[str, str]:
        """Return what is asked, without what is not and without the page."""
        return {
            one.name: str(getattr(self, one.name))
            for one in fields(self)
            if one.name != "page" and getattr(self, one.name)
        }

    def but(self, **changes: str) -> "Filter":
        """Return the filter with other choices, on its first page."""
        return replace(self, page=1, **changes)


def patterns(text: str) -> list[str]:
    """Return the pattern of each word, whatever its accents and capitals; for `~* all(…)`."""
    return [_pattern(word) for word in unaccented(text.lower()).split()[:MOST_WORDS]]


def _pattern(word: str) -> str:
    found = "".join(_spelled(one) for one in word[:50])
    for apart, joined in JOINED.items():
        spelled_apart = "".join(ACCENTED[one] for one in apart)
        found = found.replace(spelled_apart, f"({spelled_apart}|{joined})")
    return found


def _spelled(one: str) -> str:
    if one in HELD:
        return f"[ {HELD}]?"
    return ACCENTED.get(one, one if one.isalnum() else f"\\{one}")


@dataclass(frozen=True)
class Shown:
    """One proposal as the list shows it, and what a decision on it is bound to."""

    reco_id: str
    content_hash: str
    approval_id: int
    client_code: str
    name: str
    town: str
    scenario: str
    score: float
    wines: list[str]
    first_reason: str
    state: str
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None
    batch_id: str | None
    has_changed: bool


@dataclass(frozen=True)
class Listing:
    """One page of a filter. `counts` holds, by kind and value, how many letters it leaves."""

    letters: int
    counts: Mapping[str, Mapping[str, int]]
    shown: list[Shown]

    @property
    def pages(self) -> int:
        """Return how many pages the filter fills."""
        return max(1, -(-self.letters // PAGE_SIZE))


def listing(conn: Connection, asked: Filter) -> Listing:
    """Return the counts of a filter and its page. Raises as `reading_warehouse` does."""
    with reading_warehouse(conn):
        found = row(conn, _LIST, asked.named()) or {}
    return Listing(
        letters=int(found["letters"]),
        counts=found["counts"] or {},
        shown=[_shown(one) for one in found["shown"]],
    )


def letters_after(
    conn: Connection, asked: Filter, reco_id: str | None, most: int
) -> tuple[list[Shown], int]:
    """Return letters of a filter after `reco_id`, in the order of ids, and how many it has in all.

    Raises as `reading_warehouse` does.
    """
    with reading_warehouse(conn):
        found = row(conn, _AFTER, asked.named() | {"after": reco_id, "most": most}) or {}
    return [_shown(one) for one in found["shown"]], int(found["letters"])


def _shown(one: Mapping[str, Any]) -> Shown:
    at = one["decided_at"]
    return Shown(
        reco_id=one["reco_id"],
        content_hash=one["content_hash"],
        approval_id=one["approval_id"],
        client_code=one["client_code"],
        name=one["name"] or one["client_code"],
        town=one["town"] or "",
        scenario=one["scenario"],
        score=float(one["score"] or 0),
        wines=one["wines"] or [],
        first_reason=one["first_reason"] or "",
        state=one["state"],
        decided_by=one["decided_by"],
        decided_at=datetime.fromisoformat(at) if at else None,
        reason=one["reason"],
        batch_id=one["batch_id"],
        has_changed=bool(one["has_changed"]),
    )
