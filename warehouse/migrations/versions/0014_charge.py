"""Which copy of the house is in charge, and what events say of letters nobody here sent."""

from pathlib import Path

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the token of the house in charge, and whose letters events speak of."""
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
