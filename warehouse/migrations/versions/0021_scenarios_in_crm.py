"""The seed of scenarios stands in `crm`, where the page reads it; the one of before goes."""

from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Drop what the next build makes anew in `crm`, with what reads it."""
    op.execute("select ops.retire('intermediate', array['scenarios'])")


def downgrade() -> None:
    """Nothing: a build makes the seed wherever its version has it."""
