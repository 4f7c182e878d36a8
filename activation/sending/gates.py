"""The last look before a letter leaves: every reason not to send it, asked of the database.

Two questions. What the warehouse knows (`stopped_by_warehouse`) is asked for a few
seconds' worth of letters at once. What changes by the second (`LETTER`) is asked for
one letter, in the transaction that marks it as leaving. Reasons are kept in
`outbox.outcome_reason`.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.config import Rules
from activation.feedback.occasions import SPOKEN_TO
from activation.feedback.opt_outs import OF_THE_ADDRESS
from activation.reasons import OPT_OUT_WORDS
from warehouse.rows import reading_warehouse, rows, value

WAREHOUSE = """
with letter as (
    select
        o.send_id, o.reco_id, o.client_code, o.email_norm, o.email_hash, o.produit_keys,
        r.as_of_date, r.items, r.params
    from activation.outbox as o
    inner join activation.recommendations as r on o.reco_id = r.reco_id
    where o.send_id = any(%(ids)s::uuid[])
),

person as (
    select c.* from crm.customer_360 as c
    where c.client_code in (select l.client_code from letter as l)
),

-- Clicks the warehouse knew when it was built, and those that came since.
clicked as (
    select e.email_hash, max(e.occurred_at)::date as last_click
    from activation.events as e
    where e.type = 'click' and e.email_hash in (select l.email_hash from letter as l)
    group by e.email_hash
),

bought as (
    select distinct l.send_id
    from letter as l
    inner join crm.customer_sales_lines as a
        on l.client_code = a.client_code and a.produit_key = any(l.produit_keys)
    where
        a.is_purchase
        and a.date_livraison > least(l.as_of_date, %(today)s::date - %(purchase_days)s)
    union
    select distinct l.send_id
    from letter as l
    inner join crm.customer_open_orders as o
        on l.client_code = o.client_code and o.produit_key = any(l.produit_keys)
),

-- The wines as the letter shows them, against the catalogue and the cellar of today; one whose
-- format is not written down is in its own.
offered as (
    select
        l.send_id,
        bool_and(c.is_in_latest_export is true and c.actif is not false) as is_on_sale,
        bool_and(
            c.prix_ttc is not distinct from (wine.value ->> 'prix_ttc')::numeric
        ) as has_its_price,
        bool_and(coalesce(c.stock_total, 0) - coalesce(c.stock_reserve, 0) > 0) as is_there
    from letter as l
    cross join lateral jsonb_array_elements(l.items) as wine (value)
    left join etl.produits_formats as c
        on wine.value ->> 'produit_key' = c.produit_key
        and coalesce(wine.value ->> 'format' = c.format, c.place = 1)
    group by l.send_id
)

select
    l.send_id::text as send_id,
    case
        when p.client_code is null then 'client_inconnu'
        when p.is_contactable is not true
            then coalesce(p.not_contactable_reason, 'non_contactable')
        when lower(p.email) is distinct from l.email_norm then 'adresse_changee'
        when
            greatest(p.dernier_achat, h.dernier_clic, k.last_click)
            >= %(today)s::date - make_interval(years => %(silence_years)s)
            is not true
            then 'silence'
        when
            p.dernier_contact > %(today)s::date - %(contact_days)s
            or l.client_code = any(%(contacted_codes)s::text[])
            or l.email_norm = any(%(contacted_emails)s::text[])
            then 'contact_recent'
        when b.send_id is not null then 'produit_achete_depuis'
        when w.is_on_sale is not true then 'vin_retire'
        when w.has_its_price is not true then 'prix_change'
        when w.is_there is not true then 'stock_epuise'
        -- The same letter, computed again since with other words.
        when m.params <> l.params or lower(m.email) <> l.email_norm then 'contenu_change'
    end as reason
from letter as l
left join person as p on l.client_code = p.client_code
left join crm.customer_contact_totals as h on l.client_code = h.client_code
left join clicked as k on l.email_hash = k.email_hash
left join bought as b on l.send_id = b.send_id
left join offered as w on l.send_id = w.send_id
left join sync.brevo_messages as m on l.reco_id = m.reco_id
"""

CONTACTED = """
select distinct
    coalesce(clients.master_client_code, contacts.client_code) as code,
    case when contacts.is_email is distinct from false then clients.email end as email
from etl.contacts_loaded as contacts
left join etl.clients as clients on contacts.client_code = clients.client_code
where
    contacts._file_id > (select coalesce(max(built._file_id), 0) from etl.contacts as built)
    and contacts.date_contact > %(today)s::date - %(contact_days)s
    and contacts.date_contact <= %(today)s
"""

# Placed in a select from activation.outbox as o: the reason, or null.
LETTER = f"""
case
    when latest.decision is null then 'approbation_absente'
    when latest.decision <> 'approved' then 'approbation_retiree'
    when latest.content_hash <> o.content_hash or r.content_hash <> o.content_hash
        then 'contenu_change'
    when r.withdrawn_at is not null then 'proposition_retiree'
    when o.erased_at is not null then 'efface'
    when suppression.scope = 'erasure' then 'efface'
    when suppression.word is not null
        then coalesce(%(opt_out_words)s::jsonb ->> suppression.word, 'desinscrit')
    when heard.heard_id is not null then 'desinscrit'
    when o.valid_until < %(today)s::date then 'perimee'
    when recent.send_id is not null or told.event_key is not null then 'contact_recent'
    when o.client_code in ({SPOKEN_TO}) then 'contact_recent'
    when cardinality(%(allowed)s::text[]) > 0 and not o.email_norm = any(%(allowed)s::text[])
        then 'hors_liste_d_essai'
end
"""

LETTER_SOURCES = """
left join activation.recommendations as r on o.reco_id = r.reco_id
left join lateral (
    select a.decision, a.content_hash from activation.approvals as a
    where a.reco_id = o.reco_id order by a.approval_id desc limit 1
) as latest on true
left join lateral (
    select s.scope, s.reason as word from activation.suppressions as s
    where s.lifted_at is null
    and (s.email_hash = o.email_hash or s.client_hash = o.client_hash
         -- What bounced at another address says nothing of this one.
         or (s.client_code = o.client_code
             and (s.email_hash is null or s.reason <> all(%(of_the_address)s))))
    limit 1
) as suppression on true
left join lateral (
    -- Said to somebody of the house a moment ago.
    select h.heard_id from activation.opt_outs_heard as h
    where h.client_code = o.client_code or h.email_norm = o.email_norm
    limit 1
) as heard on true
left join lateral (
    -- What may have left counts as a contact, whether or not anybody can prove it.
    select other.send_id from activation.outbox as other
    where other.send_id <> o.send_id
    and (other.email_hash = o.email_hash or other.client_code = o.client_code)
    -- So does one that chance kept back.
    and other.state in ('accepted', 'sending', 'unknown', 'abandoned', 'held_out')
    and coalesce(other.accepted_at, other.first_attempt_at, other.updated_at)
        > clock_timestamp() - make_interval(days => %(contact_days)s)
    limit 1
) as recent on true
left join lateral (
    -- A letter of ours that only Brevo remembers: this database was restored. Brevo shows one
    -- of its tags, not always the one that names the letter.
    select e.event_key from activation.events as e
    where e.email_hash = o.email_hash and e.type in ('accepted', 'delivered')
    and e.tag_send_id is distinct from o.send_id and e.send_id is distinct from o.send_id
    and (
        e.tag_send_id is not null or e.has_our_tag
        or e.template_id in (select t.template_id from activation.templates as t)
    )
    and e.occurred_at > clock_timestamp() - make_interval(days => %(contact_days)s)
    limit 1
) as told on true
"""

ASKED_OF_EACH = f"""
select o.send_id::text, {LETTER} as reason
from activation.outbox as o
{LETTER_SOURCES}
where o.send_id = any(%(ids)s::uuid[])
"""  # noqa: S608 - built from constants

# Whether no letter may leave now, by the database's clock in Europe/Paris.
QUIET = """
case
    when %(quiet_from)s = %(quiet_until)s then false
    when %(quiet_from)s < %(quiet_until)s
        then extract(hour from clock_timestamp() at time zone 'Europe/Paris') >= %(quiet_from)s
        and extract(hour from clock_timestamp() at time zone 'Europe/Paris') < %(quiet_until)s
    else extract(hour from clock_timestamp() at time zone 'Europe/Paris') >= %(quiet_from)s
        or extract(hour from clock_timestamp() at time zone 'Europe/Paris') < %(quiet_until)s
end
"""


def parameters(rules: Rules, today: date, allowed: Sequence[str] = ()) -> dict[str, Any]:
    """Return the named parameters both questions use."""
    return {
        "today": today,
        "allowed": list(allowed),
        "opt_out_words": json.dumps(OPT_OUT_WORDS),
        "of_the_address": list(OF_THE_ADDRESS),
        "contacted_codes": [],
        "contacted_emails": [],
        "contact_days": rules.contact_days,
        "purchase_days": rules.purchase_days,
        "silence_years": rules.silence_years,
        "quiet_from": rules.quiet_from,
        "quiet_until": rules.quiet_until,
        "holdout_share": rules.holdout_share,
    }


def stopped_by_warehouse(
    conn: Connection, send_ids: Sequence[str], named: dict[str, Any]
) -> dict[str, str]:
    """Return the reason not to send, for each of `send_ids` that has one.

    Raises ConfigurationError when the warehouse has not been built yet, LockedError when
    it is being rebuilt this very moment.
    """
    with reading_warehouse(conn):
        found = rows(conn, WAREHOUSE, {**named, "ids": list(send_ids)})
    return {row["send_id"]: row["reason"] for row in found if row["reason"]}


def stopped(conn: Connection, send_ids: Sequence[str], named: dict[str, Any]) -> dict[str, str]:
    """Return the reason not to send now, by either question; raises as `stopped_by_warehouse`."""
    told = rows(conn, ASKED_OF_EACH, {**named, "ids": list(send_ids)})
    each = {row["send_id"]: row["reason"] for row in told if row["reason"]}
    return {**stopped_by_warehouse(conn, send_ids, named), **each}


def contacted_since_build(conn: Connection, named: dict[str, Any]) -> dict[str, list[str]]:
    """Return whom the house has written or spoken to, in files no build has read yet.

    As parameters of both questions: the persons' codes, and their addresses. Raises as
    `stopped_by_warehouse` does.
    """
    with reading_warehouse(conn):
        found = rows(conn, CONTACTED, named)
    return {
        f"contacted_{kind}s": sorted({row[kind] for row in found if row[kind]})
        for kind in ("code", "email")
    }


def today_in_paris(conn: Connection, as_of_date: date | None) -> date:
    """Return the day guard rails count from: AS_OF_DATE, else today by the database's clock."""
    if as_of_date is not None:
        return as_of_date
    today: date = value(conn, "select (clock_timestamp() at time zone 'Europe/Paris')::date")
    return today


def is_quiet_hour(conn: Connection, named: dict[str, Any]) -> bool:
    """Return whether no letter may leave now; `named` as `parameters` gives it."""
    return bool(value(conn, f"select {QUIET}", named))
