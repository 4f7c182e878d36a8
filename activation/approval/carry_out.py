"""Decisions carried out: what was approved joins the outbox, what was taken back leaves it.

A decision is one row of `activation.approvals`, wherever it was made: by a command or on
the page. Before each plan and each sending the outbox is brought in line with them here.
"""

import uuid

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval import outbox
from activation.hash_key import hash_key
from activation.letters.sender_identity import Identity, load_identity
from activation.letters.templates import compile_templates
from warehouse.rows import Row, execute, rows, transaction
from warehouse.settings import Settings

# Approved as it stands, and not in the outbox: neither for this approval nor for another.
APPROVED = """
    from activation.recommendations as kept
    inner join lateral (
        select approval_id, decision, content_hash from activation.approvals
        where approvals.reco_id = kept.reco_id
        order by approval_id desc limit 1
    ) as latest on latest.decision = 'approved' and latest.content_hash = kept.content_hash
    where kept.withdrawn_at is null and kept.erased_at is null
        and kept.template_sha256 is not null
        and not exists (
            select from activation.outbox
            where outbox.reco_id = kept.reco_id
                and (outbox.approval_id = latest.approval_id
                     or outbox.state not in ('skipped', 'cancelled', 'failed', 'expired'))
        )
"""

_WAITING = f"""
    select
        kept.reco_id, kept.client_code, kept.email_norm, kept.scenario, kept.content_hash,
        kept.items, kept.params, kept.valid_until, kept.template_sha256, latest.approval_id
    {APPROVED}
    order by latest.approval_id
"""

_TAKEN_BACK = """
    update activation.outbox set state = 'cancelled', outcome_reason = 'approbation_retiree'
    where state in ('queued', 'retry_wait')
        and (
            select decision from activation.approvals
            where approvals.reco_id = outbox.reco_id
            order by approval_id desc limit 1
        ) <> 'approved'
"""


def carry_out(conn: Connection, settings: Settings) -> int:
    """Bring the outbox in line with the decisions; return how many letters joined it. Commits.

    A letter whose address already waits for another one joins it as skipped, with the
    reason. Raises ConfigurationError when there are letters and the secret of the hashes
    is missing.
    """
    joined = 0
    with transaction(conn):
        execute(conn, _TAKEN_BACK)
        waiting = rows(conn, _WAITING)
        key = hash_key(conn, settings) if waiting else b""
        identity = load_identity(settings)
        ours = {one.sha256 for one in compile_templates(identity).values()} if waiting else set()
        for proposal in waiting:
            # Approved with another sender, it is signed by the template it was approved with.
            signs = proposal["template_sha256"] in ours
            letter = _frozen(proposal, identity if signs else None)
            reason = outbox.enqueue(conn, key, letter).reason
            if reason:
                outbox.enqueue(conn, key, letter, skipped=reason)
            joined += not reason
    return joined


def _frozen(proposal: Row, sender: Identity | None) -> outbox.Letter:
    return outbox.Letter(
        reco_id=uuid.UUID(str(proposal["reco_id"])),
        approval_id=proposal["approval_id"],
        content_hash=proposal["content_hash"],
        client_code=proposal["client_code"],
        email=proposal["email_norm"],
        scenario=proposal["scenario"],
        produit_keys=[item["produit_key"] for item in proposal["items"]],
        params=proposal["params"],
        template_sha256=proposal["template_sha256"],
        valid_until=proposal["valid_until"],
        sender=sender,
    )
