"""`ops.change_no`: moves with whatever may change what dbt has built, and numbers its changes."""

from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Create the sequence."""
    op.execute("create sequence ops.change_no")


def downgrade() -> None:
    """Drop the sequence: everything is compared whole again."""
    op.execute("drop sequence ops.change_no")
