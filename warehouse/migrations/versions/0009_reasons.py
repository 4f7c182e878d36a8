"""Reasons on record take the codes of the seed `reasons` (see the .sql file)."""

from pathlib import Path

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Bring the reasons of letters and the counters of runs over."""
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Nothing to take back: the codes of before said no more."""
