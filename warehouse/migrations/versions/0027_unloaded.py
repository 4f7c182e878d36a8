"""A file may be unloaded: its lines are gone, and it is not loaded again by itself."""

from alembic import op

revision = "0027"
down_revision = "0026"

NAME = "files_status_check"


def upgrade() -> None:
    """Let `raw.files` say so."""
    op.execute(f"alter table raw.files drop constraint {NAME}")
    op.execute(
        f"alter table raw.files add constraint {NAME} "
        "check (status in ('loaded', 'refused', 'duplicate', 'unloaded'))"
    )


def downgrade() -> None:
    """Refuse while a file is unloaded: it would be loaded again."""
    op.execute(f"alter table raw.files drop constraint {NAME}")
    op.execute(
        f"alter table raw.files add constraint {NAME} "
        "check (status in ('loaded', 'refused', 'duplicate'))"
    )
