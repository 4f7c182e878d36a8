"""What the page keeps of persons: notes, occasions, selections, and requests of the law."""

from pathlib import Path

from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """Create the tables, and let the page write what is its own to say."""
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse: who was spoken to, and who asked for what, would be forgotten."""
    raise RuntimeError("what people noted and asked for is not dropped by a migration")
