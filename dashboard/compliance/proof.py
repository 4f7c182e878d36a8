"""The proof of one letter: what was sent, on what right, who decided it, and what followed."""

import json
from dataclasses import dataclass

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.letters.templates import LetterTemplate, RenderedLetter, render
from warehouse.rows import Row, reading_warehouse, row, rows
from warehouse.wording import PARIS

MOST_LINES = 40
# By its own id or by its proposal's: then the one that left last.
_LETTER = """
    select o.*, o.send_id::text as send_id, o.reco_id::text as reco_id,
        coalesce(clients.master_client_code, o.client_code) as person, kept.as_of_date
    from activation.outbox as o
    inner join activation.recommendations as kept on o.reco_id = kept.reco_id
    left join etl.clients as clients on o.client_code = clients.client_code
    where o.send_id = %(id)s::uuid or o.reco_id = %(id)s::uuid
    order by o.accepted_at desc nulls last, o.enqueued_at desc limit 1
"""
_TEXT = """
    select scenario, subject, html, text from activation.template_texts where template_sha256 = %s
"""
_PERSON = """
    select client_code, concat_ws(' ', prenom, nom) as name, ville, premier_achat, dernier_achat
    from crm.customer_360 where client_code = %(person)s
"""
# The last purchase before it left, which makes the person a customer, and those of its wines.
_LINES = """
    with bought as (
        select s.*, max(s.date_livraison) over () as last_day
        from crm.customer_sales_lines as s
        where s.client_code = %(person)s and s.is_purchase and s.date_livraison <= %(left_on)s
    )

    select b.date_livraison, b.document_id, b.produit_key, b.qty_line, b.mt_ht, f.path,
        b._line_number as line_number, b.date_livraison = b.last_day as is_last
    from bought as b
    inner join raw.files as f on b._file_id = f.file_id
    where b.date_livraison = b.last_day or b.produit_key = any(%(keys)s)
    order by b.date_livraison desc, b.document_id, b._line_number limit %(most)s
"""
_DECISIONS = """
    select decision, decided_by, decided_at, reason, undoes is not null as is_undo,
        content_hash = %(content_hash)s as is_this_text, approval_id = %(approval_id)s as is_the_one
    from activation.approvals where reco_id = %(reco_id)s::uuid order by approval_id
"""
_SENDINGS = """
    select s.asked_by, s.asked_at from activation.sending_letters as l
    inner join activation.sendings as s on l.sending_id = s.sending_id
    where l.approval_id = %(approval_id)s order by s.sending_id
"""
_ATTEMPTS = """
    select n, started_at, outcome, http_status from activation.attempts
    where send_id = %(send_id)s::uuid and not sandbox order by attempt_id
"""
_EVENTS = """
    select type, occurred_at, source from activation.events
    where send_id = %(send_id)s::uuid and type <> all(array['open', 'proxy_open'])
    order by occurred_at, event_key
"""
_ORDERS = """
    select document_id, date_livraison, mt_ht from crm.conversions
    where send_id = %(send_id)s::uuid order by date_livraison, document_id
"""
_NOES = """
    select reason, source, effective_at, lifted_at from activation.suppressions
    where (email_hash = %(email_hash)s or client_hash = %(client_hash)s) and email_hash <> 'efface'
    order by effective_at
"""


@dataclass(frozen=True)
class Proof:
    """A letter, whatever became of it; `words` is None once its person was erased."""

    kept: Row
    words: RenderedLetter | None
    sender: str
    person: Row | None
    lines: list[Row]
    decisions: list[Row]
    sendings: list[Row]
    attempts: list[Row]
    events: list[Row]
    orders: list[Row]
    noes: list[Row]


def proof(conn: Connection, identifier: str) -> Proof | None:
    """Return the proof of a letter by its id or its proposal's. As `reading_warehouse`."""
    with reading_warehouse(conn):
        kept = row(conn, _LETTER, {"id": identifier})
        if kept is None:
            return None
        left_at = kept["accepted_at"] or kept["first_attempt_at"] or kept["enqueued_at"]
        named = {**kept, "left_on": left_at.astimezone(PARIS).date(), "keys": kept["produit_keys"]}
        sent = json.loads(kept["payload"]) if kept["payload"] else None
        text = row(conn, _TEXT, (kept["template_sha256"],))
        signed = sent.get("sender", {}) if sent else {}
        return Proof(
            kept=kept,
            words=render(LetterTemplate(**text), sent["params"]) if sent and text else None,
            sender=" ".join(f"{signed.get('name', '')} <{signed['email']}>".split())
            if signed
            else "",
            person=row(conn, _PERSON, named),
            lines=rows(conn, _LINES, {**named, "most": MOST_LINES}),
            decisions=rows(conn, _DECISIONS, named),
            sendings=rows(conn, _SENDINGS, named),
            attempts=rows(conn, _ATTEMPTS, named),
            events=rows(conn, _EVENTS, named),
            orders=rows(conn, _ORDERS, named),
            noes=rows(conn, _NOES, named),
        )
