"""What may be read of the lines of exports, and what outlives an erasure: one table says so."""

from pathlib import Path

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Announce the columns of `raw`, and have the analysts' rights follow."""
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse: erasures read this table."""
    raise RuntimeError("the announced columns say what an erasure keeps: they stay")
