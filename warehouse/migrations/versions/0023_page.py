"""Who may open the page, who has, and what they looked at."""

from pathlib import Path

from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Create the page's own tables."""
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse: who looked at whom would be forgotten."""
    raise RuntimeError("what people looked at is not dropped by a migration")
