"""Why a letter proposes what it does: facts, parts of the score, what was set aside, the past.

And the trace: from each proposed wine back to the lines of the files its reason, its price and
its stock rest on.
"""

from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse.rows import Row, reading_warehouse, row, rows

MOST_SET_ASIDE = 12
MOST_LINES = 12
MOST_CONTACTS = 6

_PERSON = """
    select client_code, nom, prenom, ville, code_postal, segment, total_achats, nb_achats,
        dernier_achat, rythme_jours, prochain_achat_prevu, famille_preference, dernier_contact,
        is_contactable, not_contactable_reason
    from crm.customer_360 where client_code = %(code)s
"""

# The wines as the proposal kept them, with what the advice of today says of them.
_WINES = """
    select
        kept.wine ->> 'produit_key' as produit_key, (kept.wine ->> 'rank')::integer as rank,
        (kept.wine ->> 'score')::numeric as score, shown.wine ->> 'nom' as name,
        shown.wine ->> 'prix' as price, shown.wine ->> 'raison' as reason,
        items.reason_facts, items.famille_crm, bought.produit_label as produit_achete,
        paired.produit_label as avec,
        candidates.is_known, candidates.score_rebuy, candidates.score_affinity,
        candidates.score_popularity, candidates.rank_any
    from activation.recommendations as r
    cross join lateral jsonb_array_elements(r.items) with ordinality as kept (wine, place)
    left join lateral (select r.params -> 'produits' -> (kept.place - 1)::integer as wine) as shown
        on true
    left join crm.recommendation_items as items
        on r.reco_id = items.reco_id and kept.wine ->> 'produit_key' = items.produit_key
    left join crm.recommendation_candidates as candidates
        on r.client_code = candidates.client_code
        and kept.wine ->> 'produit_key' = candidates.produit_key
    left join etl.produits as bought
        on items.reason_facts ->> 'produit_achete' = bought.produit_key
    left join etl.produits as paired on items.reason_facts ->> 'avec' = paired.produit_key
    where r.reco_id = %(reco_id)s::uuid
    order by kept.place
"""

_SET_ASIDE = """
    select
        coalesce(products.produit_label, excluded.produit_key) as name, excluded.detail,
        candidates.score
    from crm.recommendation_exclusions as excluded
    left join crm.recommendation_candidates as candidates
        on excluded.client_code = candidates.client_code
        and excluded.produit_key = candidates.produit_key
    left join etl.produits as products on excluded.produit_key = products.produit_key
    where excluded.client_code = %(code)s and excluded.produit_key is not null
    order by candidates.score desc nulls last, 1
    limit %(most)s
"""

_EARLIER = """
    select o.scenario, o.state, coalesce(o.accepted_at, o.updated_at) as at,
        (select string_agg(wine ->> 'nom', ' + ')
         from jsonb_array_elements(r.params -> 'produits') as wine) as wines
    from activation.outbox as o
    inner join activation.recommendations as r on o.reco_id = r.reco_id
    where o.client_code = %(code)s and o.state in ('accepted', 'sending', 'unknown', 'abandoned')
    order by 3 desc
"""

_CONTACTS = """
    select date_contact, canal, statut from crm.contact_log
    where client_code = %(code)s order by date_contact desc, canal limit %(most)s
"""

_DECISIONS = """
    select a.decision, a.decided_by, a.decided_at, a.reason, a.batch_id::text as batch_id,
        a.undoes is not null as is_undo, a.content_hash <> r.content_hash as was_another_text,
        a.approval_id = r.last_approval_id as is_last,
        (select count(*) from activation.approvals as b where b.batch_id = a.batch_id) as together
    from activation.approvals as a
    inner join activation.recommendations as r on a.reco_id = r.reco_id
    where a.reco_id = %(reco_id)s::uuid order by a.approval_id desc
"""

_LINES = """
    select
        s.produit_key, s.date_livraison, s.document_id, s.qty_line, s.format, s.mt_ht,
        s.is_return, f.path, s._line_number as line_number, f.file_id
    from crm.customer_sales_lines as s
    inner join raw.files as f on s._file_id = f.file_id
    where s.client_code = %(code)s and s.produit_key = any(%(keys)s)
    order by s.date_livraison desc, f.file_id, s._line_number
"""

# What everybody bought of these wines, for a reason that counts buyers or bottles.
_EVERYBODY = """
    select coalesce(p.produit_label, s.produit_key) as name, count(*) as lines,
        count(distinct s.client_code) as persons, count(distinct s._file_id) as files
    from crm.customer_sales_lines as s
    left join etl.produits as p on s.produit_key = p.produit_key
    where s.produit_key = any(%(keys)s) and s.is_purchase
    group by s.produit_key, p.produit_label order by s.produit_key
"""

_OF_FAMILY = """
    select distinct s.produit_key from crm.customer_sales_lines as s
    inner join etl.produits as p on s.produit_key = p.produit_key
    where s.client_code = %(code)s and p.famille_crm = %(family)s
"""

# Its price, and its stock, each in the file it was last read in.
_CELLAR = """
    select 'price' as kind, c.prix_ttc as figure, f.path, c._line_number as line_number, f.file_id
    from activation.recommendations as r
    cross join lateral jsonb_array_elements(r.items) as item (wine)
    inner join etl.produits_formats as c
        on item.wine ->> 'produit_key' = c.produit_key
        and coalesce(item.wine ->> 'format' = c.format, c.place = 1)
    inner join raw.files as f on c._file_id = f.file_id
    where r.reco_id = %(reco_id)s::uuid and c.produit_key = %(key)s
    union all
    select 'stock', s.stock_total - coalesce(s.stock_reserve, 0), f.path, s._line_number, f.file_id
    from etl.stock as s
    inner join raw.files as f on s._file_id = f.file_id
    where s.produit_key = %(key)s
"""


@dataclass(frozen=True)
class Trace:
    """The lines one proposed wine rests on: the person's own, everybody's, catalogue and stock.

    `more` of the person's lines are not in `lines`.
    """

    lines: list[Row]
    more: int
    everybody: list[Row]
    cellar: list[Row]


@dataclass(frozen=True)
class ProposedWine:
    """One wine of the letter: what the letter says of it, and what that is made of."""

    produit_key: str
    name: str
    price: str
    reason: str
    score: float
    parts: dict[str, float]
    place: int | None
    facts: dict[str, Any]
    trace: Trace


@dataclass(frozen=True)
class Why:
    """Everything a person of the house may want to know before deciding on a letter."""

    person: Row
    wines: list[ProposedWine]
    set_aside: list[Row]
    earlier: list[Row]
    contacts: list[Row]
    decisions: list[Row]


def why(conn: Connection, reco_id: str, client_code: str) -> Why:
    """Return why a proposal says what it says. Raises as `reading_warehouse` does."""
    named = {"code": client_code, "reco_id": reco_id}
    with reading_warehouse(conn):
        return Why(
            person=row(conn, _PERSON, named) or {},
            wines=[_wine(conn, found, named) for found in rows(conn, _WINES, named)],
            set_aside=set_aside(conn, client_code),
            earlier=earlier_letters(conn, client_code),
            contacts=rows(conn, _CONTACTS, {**named, "most": MOST_CONTACTS}),
            decisions=rows(conn, _DECISIONS, named),
        )


def set_aside(conn: Connection, client_code: str) -> list[Row]:
    """Return name, detail and score of wines a rule keeps from this person, the likeliest first."""
    return rows(conn, _SET_ASIDE, {"code": client_code, "most": MOST_SET_ASIDE})


def earlier_letters(conn: Connection, client_code: str) -> list[Row]:
    """Return scenario, state, at and wines of letters that left for this person, newest first."""
    return rows(conn, _EARLIER, {"code": client_code})


def _wine(conn: Connection, found: Row, named: dict[str, str]) -> ProposedWine:
    facts = found["reason_facts"] or {}
    parts = {
        name: float(found[name])
        for name in ("score_rebuy", "score_affinity", "score_popularity")
        if found[name] is not None
    }
    return ProposedWine(
        produit_key=found["produit_key"],
        name=found["name"] or found["produit_key"],
        price=found["price"] or "",
        reason=found["reason"] or "",
        score=float(found["score"] or 0),
        parts=parts,
        place=found["rank_any"],
        facts={name: found.get(name) or fact for name, fact in facts.items()},
        trace=_trace(conn, found, facts, named),
    )


def _trace(conn: Connection, wine: Row, facts: dict[str, Any], named: dict[str, str]) -> Trace:
    key = wine["produit_key"]
    keys = {key, facts.get("produit_achete"), facts.get("avec")} - {None}
    if facts.get("kind") == "famille":
        family = {**named, "family": wine["famille_crm"]}
        keys |= {one["produit_key"] for one in rows(conn, _OF_FAMILY, family)}
    lines = rows(conn, _LINES, {**named, "keys": sorted(keys)})
    counted = sorted({key, facts.get("avec") or key})
    return Trace(
        lines=lines[:MOST_LINES],
        more=max(0, len(lines) - MOST_LINES),
        everybody=rows(conn, _EVERYBODY, {"keys": counted}),
        cellar=rows(conn, _CELLAR, {**named, "key": key}),
    )
