"""Decisions that follow one another, are undone and made together; opt-outs heard by the house."""

from pathlib import Path

from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Let the page decide as the owner does, and record what a person said aloud."""
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse: what was decided, undone and heard since would be forgotten."""
    raise RuntimeError("decisions are not dropped by a migration")
