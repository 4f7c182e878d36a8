"""Proposals: the letters of `sync.brevo_messages`, kept with a hash of their exact content.

The hash covers the recipient, the parameters and the template: whoever approves a hash
approves what will be read, and a change to any of them asks for a new approval.
"""

from dataclasses import dataclass

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import execute_values

from activation.approval.selection import one_at_a_time
from activation.letters.templates import LetterTemplate, without_template
from warehouse.errors import NeedsPersonError
from warehouse.rows import execute, rows, value

VALID_DAYS = 14  # a letter not sent two Mondays later speaks of another stock
NEEDED = (
    "sync.brevo_messages",
    "sync.brevo_contacts",
    "crm.customer_360",
    "crm.recommendation_exclusions",
)

_WANTED = """
    create temporary table wanted on commit drop as
    select
        messages.*,
        templates.sha256 as template_sha256,
        encode(sha256(convert_to(
            messages.content_hash || '|' || templates.sha256, 'UTF8'
        )), 'hex') as bound_hash
    from sync.brevo_messages as messages
    inner join pg_temp.letter_templates as templates on messages.scenario = templates.scenario
    -- An approved letter to this person is on its way: one at a time.
    where not exists (
        select from activation.outbox
        where (outbox.client_code = messages.client_code or outbox.email_norm = messages.email)
            and outbox.reco_id <> messages.reco_id
            and outbox.state in ('queued', 'sending', 'retry_wait', 'unknown')
    )
"""

# What was shown and is about to change can be shown again, beside what it has become.
_KEEP_TEXTS = """
    insert into activation.template_texts (template_sha256, scenario, subject, html, text)
    values %s on conflict do nothing
"""
_KEEP_FORMER = """
    insert into activation.former_letters
        (reco_id, content_hash, email_norm, template_sha256, items, params)
    select
        kept.reco_id, kept.content_hash, kept.email_norm, kept.template_sha256, kept.items,
        kept.params
    from activation.recommendations as kept
    inner join wanted on kept.reco_id = wanted.reco_id
    where kept.content_hash <> wanted.bound_hash and kept.erased_at is null
    on conflict do nothing
"""

_PROPOSE = """
    insert into activation.recommendations as kept
        (reco_id, client_code, email_norm, scenario, as_of_date, content_hash, items, params,
         template_sha256, valid_until)
    select
        reco_id, client_code, email, scenario, as_of_date, bound_hash, items, params,
        template_sha256, as_of_date + %(days)s::integer
    from wanted
    on conflict (reco_id) do update set
        email_norm = excluded.email_norm,
        content_hash = excluded.content_hash,
        items = excluded.items,
        params = excluded.params,
        template_sha256 = excluded.template_sha256,
        proposed_at = clock_timestamp(),
        valid_until = excluded.valid_until,
        withdrawn_at = null
    where (
            kept.content_hash <> excluded.content_hash or kept.withdrawn_at is not null
            or kept.template_sha256 is null or kept.items <> excluded.items
        )
        and kept.erased_at is null
        -- What has left is history: it keeps the words that were read.
        and not exists (
            select from activation.outbox
            where outbox.reco_id = kept.reco_id
                and outbox.state in (
                    'sending', 'unknown', 'accepted', 'abandoned', 'held_out'
                )
        )
"""

_WITHDRAW = """
    update activation.recommendations set withdrawn_at = clock_timestamp()
    where withdrawn_at is null
        and not exists (select from wanted where wanted.reco_id = recommendations.reco_id)
        and not exists (
            select from activation.outbox
            where outbox.reco_id = recommendations.reco_id
                and outbox.state not in ('skipped', 'cancelled', 'failed', 'expired')
        )
"""


@dataclass(frozen=True)
class Proposed:
    """How many proposals a plan wrote: new or with new content, and withdrawn."""

    written: int
    withdrawn: int


def require_built(conn: Connection) -> None:
    """Raise NeedsPersonError when dbt has not yet built what letters are made of."""
    for name in NEEDED:
        if value(conn, "select to_regclass(%s)", (name,)) is None:
            raise NeedsPersonError(
                f"la table {name} n'existe pas encore : lancez `make weekly`, puis recommencez"
            )


def require_templates(conn: Connection, templates: dict[str, LetterTemplate]) -> None:
    """Raise NeedsPersonError when letters are advised in a scenario nobody has written for."""
    advised = rows(conn, "select distinct scenario from sync.brevo_messages order by 1")
    missing = [row["scenario"] for row in advised if row["scenario"] not in templates]
    if missing:
        raise without_template(missing)


def propose(conn: Connection, templates: dict[str, LetterTemplate]) -> Proposed:
    """Keep the current letters as proposals, in the caller's transaction.

    `templates` are the compiled ones, by scenario. Proposals no longer current and not yet
    on their way are withdrawn; nothing changes when nothing changed.
    """
    one_at_a_time(conn)
    with conn.cursor() as cursor:
        cursor.execute(
            "create temporary table letter_templates (scenario text, sha256 text) on commit drop"
        )
        execute_values(
            cursor,
            "insert into pg_temp.letter_templates values %s",
            [(scenario, template.sha256) for scenario, template in templates.items()],
        )
        execute_values(
            cursor,
            _KEEP_TEXTS,
            [
                (one.sha256, one.scenario, one.subject, one.html, one.text)
                for one in templates.values()
            ],
        )
        cursor.execute(_WANTED)
        cursor.execute("create unique index on pg_temp.wanted (reco_id)")
        cursor.execute("analyze pg_temp.wanted")
    execute(conn, _KEEP_FORMER)
    written = execute(conn, _PROPOSE, {"days": VALID_DAYS})
    return Proposed(written=written, withdrawn=execute(conn, _WITHDRAW))
