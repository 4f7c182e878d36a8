"""What was typed of an erased person goes with them."""

from pathlib import Path

from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """Let an erasure empty the words of a no, and a contact's free texts."""
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse: an erasure would leave what it empties now."""
    raise RuntimeError("erasures go on emptying what they empty")
