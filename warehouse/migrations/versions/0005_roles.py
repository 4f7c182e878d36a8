"""Who may read what: `crm_analyst` all but personal columns, `crm_dashboard` its page.

The owner of the schemas (the role of `DATABASE_URL`: loader, dbt, activation) reads and
writes everything. The two others are groups without login; people and services are made
members of them. See `docs/roles.md`.
"""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the roles where that is allowed, and grant what can be granted."""
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Take the function away; roles belong to the server and stay."""
    op.execute("drop function ops.grant_reading()")
