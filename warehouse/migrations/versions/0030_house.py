"""Which house of a register a database is: another one's is refused (warehouse/houses.py)."""

from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Add the house's name; none for a database that is the only one."""
    op.execute("alter table ops.this_database add column house text check (house <> '')")


def downgrade() -> None:
    """Forget it."""
    op.execute("alter table ops.this_database drop column house")
