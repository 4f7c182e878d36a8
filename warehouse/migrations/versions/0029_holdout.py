"""Letters kept back by chance, and what chance said of whom."""

from pathlib import Path

from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Let a letter be held out, and keep the draws."""
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse: who was drawn would be forgotten, and what letters do no longer measured."""
    raise RuntimeError("what chance said is not dropped by a migration")
