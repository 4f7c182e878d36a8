"""Schema `activation`: letters, decisions, attempts, answers and refusals (see the .sql file)."""

from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the schema and the triggers that guard it."""
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse: refusals received and letters sent must outlive any version of the code."""
    raise RuntimeError("the schema activation holds refusals and sent letters: it is never dropped")
