"""Tokens of programs that ask the page, and what Brevo posts to it."""

from pathlib import Path

from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Create the tokens, and let the page write down what Brevo posts."""
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse: which program looked at whom would be forgotten."""
    raise RuntimeError("what programs looked at is not dropped by a migration")
