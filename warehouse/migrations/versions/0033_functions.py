"""Functions are called by whom they were given to."""

from alembic import op

revision = "0033"
down_revision = "0032"

SCHEMAS = "activation, dashboard, ops, queue, raw"


def upgrade() -> None:
    """Take from everybody what PostgreSQL gives them of every function.

    Whoever may execute a trigger's function hangs it on a temporary table of theirs: those that
    run with the owner's rights would approve letters for anybody.
    """
    op.execute(f"revoke execute on all functions in schema {SCHEMAS} from public")


def downgrade() -> None:
    """Give it back."""
    op.execute(f"grant execute on all functions in schema {SCHEMAS} to public")
