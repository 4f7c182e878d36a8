"""What would leave if everything were approved: the default way to look. No call is made."""

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.carry_out import carry_out
from activation.approval.plan_result import ContactChange, Plan
from activation.approval.proposals import propose, require_built, require_templates
from activation.approval.selection import DECISION
from activation.approval.shown_set import forget_shown_sets
from activation.feedback.newest import listen
from activation.letters.lint import lint
from activation.letters.sender_identity import load_identity
from activation.letters.templates import (
    SCENARIOS,
    LetterTemplate,
    RenderedLetter,
    compile_templates,
    render,
)
from warehouse.rows import row, rows, transaction, value
from warehouse.settings import Settings

EXAMPLES = 3
SHOWN_CHANGES = 5

# Every person is either written to or left out for one reason: the two add up.
_LEFT_OUT = """
    with written_to as (
        select client_code from activation.recommendations as kept
        where kept.withdrawn_at is null
            and exists (select from sync.brevo_messages as m where m.reco_id = kept.reco_id)
    ),
    on_their_way as (
        select client_code, email_norm from activation.outbox
        where state in ('queued', 'sending', 'retry_wait', 'unknown')
    ),
    excluded as (
        select client_code, min(rule) as rule from crm.recommendation_exclusions
        where produit_key is null
        group by client_code
    )
    select
        case
            when not persons.is_contactable then persons.not_contactable_reason
            when exists (
                select from on_their_way
                where on_their_way.client_code = persons.client_code
            ) or exists (
                select from on_their_way where on_their_way.email_norm = persons.email
            ) then 'lettre_en_cours'
            else coalesce(excluded.rule, 'aucun_vin')
        end as reason,
        count(*) as persons
    from crm.customer_360 as persons
    left join excluded on persons.client_code = excluded.client_code
    where not exists (
        select from written_to where written_to.client_code = persons.client_code
    )
    group by 1
    order by 2 desc, 1
"""

_DECISIONS = f"""
    select coalesce({DECISION}, 'to_decide') as decision, count(*) as letters
    from activation.recommendations as kept
    where kept.withdrawn_at is null and kept.valid_until >= kept.as_of_date
        and exists (select from sync.brevo_messages as m where m.reco_id = kept.reco_id)
    group by 1
"""  # noqa: S608 - built from constants

_CONTACTS = """
    select
        count(*) filter (where state.confirmed_hash is null) as new,
        count(*) filter (where state.confirmed_hash <> wanted.fingerprint) as changed,
        count(*) filter (where state.confirmed_hash = wanted.fingerprint) as unchanged
    from sync.brevo_contacts as wanted
    left join activation.contact_state as state on wanted.client_code = state.client_code
"""

_CHANGES = """
    select wanted.client_code, state.confirmed_attributes as before, wanted.attributes as after
    from sync.brevo_contacts as wanted
    left join activation.contact_state as state on wanted.client_code = state.client_code
    where state.confirmed_hash is distinct from wanted.fingerprint
    order by state.confirmed_hash is null, wanted.client_code
    limit %s
"""

# Approved in other words: asked again, by name.
_ASKED_AGAIN = """
    select concat_ws(' ', persons.prenom, persons.nom, '(' || kept.client_code || ')') as who
    from activation.recommendations as kept
    left join crm.customer_360 as persons on kept.client_code = persons.client_code
    where kept.withdrawn_at is null and kept.erased_at is null
        and kept.valid_until >= kept.as_of_date
        and kept.last_decision = 'approved' and kept.last_content_hash <> kept.content_hash
        and not exists (
            select from activation.outbox
            where outbox.reco_id = kept.reco_id
                and outbox.state in ('sending', 'retry_wait', 'unknown', 'accepted')
        )
    order by persons.nom, persons.prenom, kept.client_code
"""

_EXAMPLES = """
    select kept.scenario, kept.params
    from activation.recommendations as kept
    inner join sync.brevo_messages as messages on kept.reco_id = messages.reco_id
    where kept.withdrawn_at is null
    order by row_number() over (partition by kept.scenario order by kept.reco_id), kept.scenario
    limit %s
"""


def build_plan(conn: Connection, settings: Settings) -> Plan:
    """Keep this week's letters as proposals and return what would leave.

    Raises NeedsPersonError when dbt has not built the `sync` schema, or has for the texts of
    another version, or when a scenario has no letter.
    """
    require_built(conn)
    listen(conn, settings)
    carry_out(conn, settings)
    identity = load_identity(settings)
    templates = compile_templates(identity)
    require_templates(conn, templates)
    with transaction(conn):
        forget_shown_sets(conn)
        proposed = propose(conn, templates)
        contacts = row(conn, _CONTACTS) or {}
        found = {scenario: lint(template, identity) for scenario, template in templates.items()}
        return Plan(
            as_of_date=value(conn, "select max(as_of_date) from sync.brevo_messages"),
            persons=int(value(conn, "select count(*) from crm.customer_360")),
            letters_by_scenario=_letters_by_scenario(conn),
            left_out={str(r["reason"]): int(r["persons"]) for r in rows(conn, _LEFT_OUT)},
            decisions={str(r["decision"]): int(r["letters"]) for r in rows(conn, _DECISIONS)},
            proposals_written=proposed.written,
            proposals_withdrawn=proposed.withdrawn,
            contacts_new=int(contacts["new"]),
            contacts_changed=int(contacts["changed"]),
            contacts_unchanged=int(contacts["unchanged"]),
            contact_changes=_contact_changes(conn),
            asked_again=[str(r["who"]) for r in rows(conn, _ASKED_AGAIN)],
            examples=_examples(conn, templates),
            faults={scenario: faults for scenario, faults in found.items() if faults},
        )


def _letters_by_scenario(conn: Connection) -> dict[str, int]:
    found = rows(
        conn,
        """
        select kept.scenario, count(*) as letters
        from activation.recommendations as kept
        inner join sync.brevo_messages as messages on kept.reco_id = messages.reco_id
        where kept.withdrawn_at is null
        group by 1
        """,
    )
    counts = {str(r["scenario"]): int(r["letters"]) for r in found}
    return {scenario: counts.get(scenario, 0) for scenario in SCENARIOS}


def _contact_changes(conn: Connection) -> list[ContactChange]:
    changes = []
    for found in rows(conn, _CHANGES, (SHOWN_CHANGES,)):
        before, after = found["before"] or {}, found["after"]
        differs = [name for name in after if before.get(name) != after[name]]
        changes.append(
            ContactChange(
                client_code=found["client_code"],
                before={name: before.get(name) for name in differs},
                after={name: after[name] for name in differs},
            )
        )
    return changes


def _examples(conn: Connection, templates: dict[str, LetterTemplate]) -> list[RenderedLetter]:
    return [
        render(templates[found["scenario"]], found["params"])
        for found in rows(conn, _EXAMPLES, (EXAMPLES,))
    ]
