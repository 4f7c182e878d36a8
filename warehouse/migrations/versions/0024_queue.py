"""What the page asks of the worker: sendings, and the queue of the jobs that carry them out."""

from pathlib import Path

from alembic import op

from warehouse.queue import schema_sql

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Make the queue's schema as procrastinate wants it, then our tables."""
    # As they stand: nothing in another's statements is a parameter.
    cursor = op.get_bind().connection.cursor()
    cursor.execute(schema_sql())
    cursor.execute("set local search_path to default")
    cursor.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse: who had letters sent, and when, would be forgotten."""
    raise RuntimeError("sendings are not dropped by a migration")
