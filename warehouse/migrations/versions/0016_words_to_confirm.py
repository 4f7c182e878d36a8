"""A no in a word nobody knows is kept with the word, until a person confirms or lifts it."""

from pathlib import Path

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Keep beside a suppression the word it was said in, and who said it."""
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse: what was said in such a word, and lifted by a person, would be forgotten."""
    raise RuntimeError("words to confirm are not dropped by a migration")
