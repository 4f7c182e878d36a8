"""A proposal shows the last decision on it; the page traces a wine to the catalogue and stock."""

from pathlib import Path

from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Let a list of twenty thousand proposals read what stands of each in one table."""
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse: decisions follow one another since."""
    raise RuntimeError("the order of decisions is not dropped by a migration")
