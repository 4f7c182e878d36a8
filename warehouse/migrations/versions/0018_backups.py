"""What became of backups."""

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Create the list, which is only ever added to."""
    op.execute(
        """
        create table ops.backup_events (
            event_id bigint generated always as identity primary key,
            kind text not null check (kind in ('taken', 'drilled', 'returned', 'restored')),
            backup text not null,
            at timestamptz not null default clock_timestamp(),
            seconds numeric(12, 1) not null,
            size_bytes bigint,
            is_good boolean not null,
            detail text
        )
        """
    )
    op.execute("select ops.grant_reading()")


def downgrade() -> None:
    """Drop it."""
    op.execute("drop table ops.backup_events")
