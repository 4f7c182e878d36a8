"""What *Conformité* answers: noes and bounces, persons left out, limits, letters a person had."""

from dataclasses import dataclass
from datetime import date

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.config import Rules
from activation.feedback.opt_outs import REACHED
from activation.reasons import OPT_OUT_WORDS
from warehouse.rows import Row, reading_warehouse, rows, value

MOST_NOES = 100
MOST_PERSONS = 100
SOON = 60  # days
# The words of `activation.suppressions`, told apart as the page does.
BOUNCES = ("hard_bounce", "invalid", "blocked", "bounce", "bloque")
COMPLAINTS = ("plainte", "spam")
KINDS = ("refus", "retours", "plaintes")

# Each no as it was said; whom else it reaches is not counted again.
_NOES = """
    select
        case
            when reason = any(%(complaints)s) then 'plaintes'
            when reason = any(%(bounces)s) then 'retours'
            else 'refus'
        end as kind,
        reason, source, min(effective_at) as since, max(client_code) as client_code,
        max(email_norm) as email_norm, max(lifted_at) as lifted_at, max(lifted_by) as lifted_by
    from activation.suppressions
    where source <> all(%(reached)s) and scope <> 'erasure'
    group by
        reason, source,
        case when source !~ '^(erp|heard):' then coalesce(email_hash, client_hash) end
"""
_COUNTS = f"""
    select kind, count(*) filter (where lifted_at is null) as standing,
        count(*) filter (where since >= %(year)s) as this_year
    from ({_NOES}) as noes group by kind
"""  # noqa: S608 - built from constants
_NEWEST = f"""
    select * from ({_NOES}) as noes where %(kind)s = '' or kind = %(kind)s
    order by since desc, reason, source limit %(most)s
"""  # noqa: S608 - built from constants
# Counted as the database keeps them: the last look before a letter leaves, held against them.
_AFTER_NO = """
    select count(distinct letters.send_id) from activation.outbox as letters
    inner join activation.suppressions as s
        on letters.email_hash = s.email_hash or letters.client_hash = s.client_hash
    where letters.accepted_at > s.effective_at and s.lifted_at is null
        and letters.accepted_at >= %(year)s
"""
_LEFT_OUT = """
    select left_out.reason, coalesce(reasons.libelle, left_out.reason) as label,
        count(distinct left_out.client_code) as persons
    from (
        select client_code, not_contactable_reason as reason from crm.customer_360
        where not is_contactable
        union all
        select client_code, rule from crm.recommendation_exclusions where produit_key is null
    ) as left_out
    left join crm.reasons as reasons on left_out.reason = reasons.code
    group by 1, 2 order by persons desc, label
"""
_SOON_SILENT = """
    select persons.client_code, concat_ws(' ', persons.prenom, persons.nom) as name, persons.ville,
        persons.dernier_achat, totals.dernier_clic, last.until, count(*) over () as persons
    from crm.customer_360 as persons
    left join crm.customer_contact_totals as totals on persons.client_code = totals.client_code
    cross join lateral (
        select (greatest(persons.dernier_achat, totals.dernier_clic)
            + make_interval(years => %(silence_years)s))::date as until
    ) as last
    where persons.is_contactable
        and last.until >= %(today)s and last.until < %(today)s::date + %(soon)s
    order by last.until, persons.client_code limit %(most)s
"""
_LETTERS = """
    letters as (
        select client_code, email_hash,
            coalesce(accepted_at, first_attempt_at, updated_at)::date as left_on
        from activation.outbox
        where state in ('accepted', 'sending', 'unknown', 'abandoned')
    )
"""
_PER_PERSON = f"""
    with {_LETTERS}
    select letters, count(*) as persons from (
        select count(*) as letters from letters
        where left_on > %(today)s::date - 365 and client_code is not null group by client_code
    ) as each group by letters order by letters
"""  # noqa: S608 - built from constants
_TOO_CLOSE = f"""
    with {_LETTERS}
    select client_code, left_on, before from (
        select client_code, left_on,
            lag(left_on) over (partition by email_hash order by left_on) as before
        from letters
    ) as pairs
    where left_on - before < %(contact_days)s and client_code is not null
    order by left_on desc limit %(most)s
"""  # noqa: S608 - built from constants
_WAITING = """
    select count(*) from crm.customer_360 where dernier_contact > %(today)s::date - %(contact_days)s
"""


@dataclass(frozen=True)
class Law:
    """Where the house stands with the law, as of the last build and this minute's noes."""

    counts: dict[str, Row]
    noes: list[Row]
    after_no: int
    left_out: list[Row]
    soon_silent: list[Row]
    soon_persons: int
    per_person: list[Row]
    too_close: list[Row]
    waiting: int


def law(conn: Connection, rules: Rules, today: date, kind: str) -> Law:
    """Return where the house stands; noes of one of KINDS, or all. As `reading_warehouse`."""
    named = {
        "year": date(today.year, 1, 1), "today": today, "kind": kind if kind in KINDS else "",
        "contact_days": rules.contact_days, "silence_years": rules.silence_years, "soon": SOON,
        "bounces": list(BOUNCES), "complaints": list(COMPLAINTS), "reached": list(REACHED),
    }  # fmt: skip
    with reading_warehouse(conn):
        silent = rows(conn, _SOON_SILENT, {**named, "most": MOST_PERSONS})
        return Law(
            counts={str(one["kind"]): one for one in rows(conn, _COUNTS, named)},
            noes=rows(conn, _NEWEST, {**named, "most": MOST_NOES}),
            after_no=int(value(conn, _AFTER_NO, named)),
            left_out=rows(conn, _LEFT_OUT),
            soon_silent=silent,
            soon_persons=int(silent[0]["persons"]) if silent else 0,
            per_person=rows(conn, _PER_PERSON, named),
            too_close=rows(conn, _TOO_CLOSE, {**named, "most": MOST_PERSONS}),
            waiting=int(value(conn, _WAITING, named)),
        )


def reason_of(word: str, labels: dict[str, str]) -> str:
    """Return a word of `activation.suppressions` as the house reads it."""
    return labels.get(str(OPT_OUT_WORDS.get(word, word)), word)
