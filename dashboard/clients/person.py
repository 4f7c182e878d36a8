"""One person: who they are, what they buy, what is proposed to them, what the law says."""

from dataclasses import dataclass

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.listing import STATE
from activation.approval.selection import LIVE_LETTER
from activation.approval.why import set_aside
from activation.feedback.heard import last_heard
from activation.feedback.occasions import notes_of, occasions_of
from warehouse.rows import Row, reading_warehouse, row, rows, value

MOST_LINES = 60
_PERSON = """
    select persons.*, rfm.rfm_code, rfm.r_score, rfm.f_score, rfm.m_score, rfm.segment_avant,
        reasons.libelle as not_contactable_because
    from crm.customer_360 as persons
    left join crm.rfm_scores as rfm on persons.client_code = rfm.client_code
    left join crm.reasons as reasons on persons.not_contactable_reason = reasons.code
    where persons.client_code = %(code)s
"""
_CODES = """
    select client_code, match_rule, nom, prenom, email, telephone, adresse, code_postal, ville
    from etl.clients where master_client_code = %(code)s order by client_code
"""
_FAMILIES = """
    select famille_crm, mt_ht, qty_unit, dernier_achat
    from crm.customer_family_totals where client_code = %(code)s order by position
"""
_QUARTERS = """
    select quarters.first_day::date as first_day, coalesce(sum(s.mt_ht), 0) as mt_ht,
        count(distinct s.document_id) filter (where s.is_purchase) as orders
    from generate_series(
        date_trunc('quarter', %(today)s::date) - interval '33 months',
        date_trunc('quarter', %(today)s::date), interval '3 months'
    ) as quarters (first_day)
    left join crm.customer_sales_lines as s
        on s.client_code = %(code)s and s.date_livraison >= quarters.first_day
        and s.date_livraison < quarters.first_day + interval '3 months'
    group by quarters.first_day order by quarters.first_day
"""
_OPEN_ORDERS = """
    select coalesce(wines.produit_label, orders.produit_key) as name, orders.date_livraison
    from crm.customer_open_orders as orders
    left join etl.produits as wines on orders.produit_key = wines.produit_key
    where orders.client_code = %(code)s order by orders.date_livraison, orders.produit_key
"""
# The wines of the letter of the week, with what their score is made of.
_PARTS = """
    select items.rank, coalesce(items.produit_label, items.produit_key) as name, items.produit_key,
        items.score, items.reason, candidates.score_rebuy, candidates.score_affinity,
        candidates.score_popularity, candidates.rank_any
    from crm.recommendation_items as items
    left join crm.recommendation_candidates as candidates
        on items.client_code = candidates.client_code
        and items.produit_key = candidates.produit_key
    where items.client_code = %(code)s order by items.rank
"""
_PROPOSED = f"""
    select kept.reco_id::text as reco_id, kept.scenario, kept.score, kept.valid_until,
        {STATE} as state,
        (select string_agg(wine ->> 'nom', ' + ')
         from jsonb_array_elements(kept.params -> 'produits') as wine) as wines
    from activation.recommendations as kept {LIVE_LETTER}
    where kept.client_code = %(code)s and kept.withdrawn_at is null and kept.erased_at is null
    order by kept.score desc nulls last
"""  # noqa: S608 - built from constants
_LEFT_OUT = """
    select distinct excluded.rule, coalesce(reasons.libelle, excluded.rule) as reason
    from crm.recommendation_exclusions as excluded
    left join crm.reasons as reasons on excluded.rule = reasons.code
    where excluded.client_code = %(code)s and excluded.produit_key is null order by 2
"""
# What the page has noted stands in `noted`, this person's letters in `letters`.
_OCCASIONS = """
    select date_contact, canal, statut, source from crm.contact_log as occasions
    where client_code = %(code)s and source <> 'page' and not exists (
        select from activation.outbox as letters
        where letters.send_id = occasions.send_id and letters.client_code = any(%(codes)s)
    )
    order by date_contact desc, canal, statut
"""
# Letters that left, and what came of each: answers of Brevo, an order that follows its advice.
_LETTERS = """
    select letters.send_id::text as send_id, letters.scenario, letters.state,
        coalesce(letters.accepted_at, letters.updated_at) as at,
        (select string_agg(wine ->> 'nom', ' + ')
         from jsonb_array_elements(kept.params -> 'produits') as wine) as wines,
        (select array_agg(distinct events.type) from activation.events as events
         where events.send_id = letters.send_id) as answers,
        orders.orders, orders.mt_ht
    from activation.outbox as letters
    inner join activation.recommendations as kept on letters.reco_id = kept.reco_id
    left join lateral (
        select count(*) as orders, sum(c.mt_ht) as mt_ht from crm.conversions as c
        where c.send_id = letters.send_id
    ) as orders on true
    where letters.client_code = any(%(codes)s)
        and letters.state in ('accepted', 'sending', 'unknown', 'abandoned')
    order by 4 desc
"""
_OPT_OUTS = """
    select coalesce(reasons.libelle, said.not_contactable_reason) as reason, said.email
    from crm.opt_outs as said
    left join crm.reasons as reasons on said.not_contactable_reason = reasons.code
    where said.client_code = %(code)s order by 1
"""
_SUPPRESSIONS = """
    select reason, scope, source, effective_at, lifted_at, lifted_by
    from activation.suppressions
    where client_code = any(%(codes)s) or email_norm = any(%(emails)s)
    order by effective_at desc
"""
_LINES = """
    select s.date_livraison, s.document_id, s.produit_key, s.qty_line, s.format, s.mt_ht,
        s.is_return, f.path, s._line_number as line_number
    from crm.customer_sales_lines as s
    inner join raw.files as f on s._file_id = f.file_id
    where s.client_code = %(code)s
    order by s.date_livraison desc, s.document_id, s._line_number
    limit %(most)s
"""
_HOW_MANY = "select count(*) from crm.customer_sales_lines where client_code = %(code)s"


@dataclass(frozen=True)
class Person:
    """Everything the house knows of one person."""

    client_code: str
    who: Row
    codes: list[Row]
    families: list[Row]
    quarters: list[Row]
    open_orders: list[Row]
    proposed: list[Row]
    parts: list[Row]
    set_aside: list[Row]
    left_out: list[Row]
    letters: list[Row]
    occasions: list[Row]
    noted: list[Row]
    notes: list[Row]
    opt_outs: list[Row]
    suppressions: list[Row]
    heard: Row | None
    lines: list[Row]
    more_lines: int

    @property
    def name(self) -> str:
        """Return first name and name, or the code of who has neither."""
        return _name(self.who)


def codes_of(conn: Connection, code: str) -> list[str]:
    """Return every code of a person, by the one they are known under."""
    with reading_warehouse(conn):
        found = rows(conn, _CODES, {"code": code})
    return [str(one["client_code"]) for one in found] or [code]


def name_of(conn: Connection, code: str) -> str | None:
    """Return the name of a person by the code they are known under. As `reading_warehouse`."""
    with reading_warehouse(conn):
        who = row(conn, _PERSON, {"code": code})
    return _name(who) if who else None


def person(conn: Connection, code: str, today: object) -> Person | None:
    """Return a person by the code they are known under. Raises as `reading_warehouse`."""
    named = {"code": code, "today": today, "most": MOST_LINES}
    with reading_warehouse(conn):
        who = row(conn, _PERSON, named)
        if who is None:
            return None
        codes = rows(conn, _CODES, named)
        every = [str(one["client_code"]) for one in codes] or [code]
        emails = [one["email"] for one in codes if one["email"]]
        known = {**named, "codes": every, "emails": emails}
        return Person(
            client_code=code,
            who=who,
            codes=codes,
            families=rows(conn, _FAMILIES, named),
            quarters=rows(conn, _QUARTERS, named),
            open_orders=rows(conn, _OPEN_ORDERS, named),
            proposed=rows(conn, _PROPOSED, named),
            parts=rows(conn, _PARTS, named),
            set_aside=set_aside(conn, code),
            left_out=rows(conn, _LEFT_OUT, named),
            letters=rows(conn, _LETTERS, known),
            occasions=rows(conn, _OCCASIONS, known),
            noted=occasions_of(conn, every),
            notes=notes_of(conn, every),
            opt_outs=rows(conn, _OPT_OUTS, named),
            suppressions=rows(conn, _SUPPRESSIONS, known),
            heard=last_heard(conn, code),
            lines=rows(conn, _LINES, named),
            more_lines=max(0, int(value(conn, _HOW_MANY, named)) - MOST_LINES),
        )


def _name(who: Row) -> str:
    return f"{who['prenom'] or ''} {who['nom'] or ''}".strip() or str(who["client_code"])
