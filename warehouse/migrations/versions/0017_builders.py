"""Who builds a personal copy of the warehouse, and what of the house they read."""

from pathlib import Path

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make the role, and give it its rights."""
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse: a role belongs to the whole server."""
    raise RuntimeError("a role of the whole server is not dropped by one database")
