"""Who may enter this database, what the page may write, how long anybody may hold it up."""

from pathlib import Path

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Close the database to whoever was not let in; keep those in who were."""
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Open the database to everybody again; `grant_reading` stays, and gives less."""
    op.execute("drop function ops.guard_database()")
    op.execute(
        "do $$ begin execute format('grant connect on database %I to public', "
        "current_database()); end $$"
    )
