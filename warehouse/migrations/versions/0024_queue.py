"""What the page asks of the worker: sendings, and the queue of the jobs that carry them out."""

from importlib.util import find_spec
from pathlib import Path

from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Make the queue's schema as procrastinate wants it, then our tables."""
    # As they stand: nothing in another's statements is a parameter.
    cursor = op.get_bind().connection.cursor()
    cursor.execute("create schema queue")
    cursor.execute("set local search_path to queue")
    cursor.execute(_procrastinate().read_text(encoding="utf-8"))
    cursor.execute("set local search_path to default")
    cursor.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def _procrastinate() -> Path:
    """Return the statements procrastinate comes with; importing it starts a process."""
    found = find_spec("procrastinate")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("procrastinate")
    return Path(found.origin).parent / "sql" / "schema.sql"


def downgrade() -> None:
    """Refuse: who had letters sent, and when, would be forgotten."""
    raise RuntimeError("sendings are not dropped by a migration")
