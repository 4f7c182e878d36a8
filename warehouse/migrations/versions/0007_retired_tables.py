"""What dbt built before its tables took their present names: histories move, the rest leaves.

Drawn up from the manifest of the version before. A table renamed later is retired by a
migration of its own, with `ops.retire`.
"""

from pathlib import Path

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Move the history of the advice's scores; drop what dbt builds no more, and its grants."""
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Give the history its place of before; dbt computes the other tables again."""
    op.execute("alter table if exists crm_work.advice_score_history rename to reco_score_history")
    op.execute("alter table if exists crm_work.reco_score_history set schema crm")
    op.execute("drop function ops.retire(text, text[])")
