"""The checks there are, what they found, and who let letters leave in spite of a block."""

from pathlib import Path

from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Add what the one sentence about the data rests on."""
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse: who let letters leave, and why, would be forgotten."""
    raise RuntimeError("overrides are not dropped by a migration")
