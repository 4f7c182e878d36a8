"""`ops.dbt_results.owner`: who mends a test or a model, as its properties say."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column; runs of before keep it empty."""
    op.execute("alter table ops.dbt_results add column owner text")


def downgrade() -> None:
    """Drop the column."""
    op.execute("alter table ops.dbt_results drop column owner")
