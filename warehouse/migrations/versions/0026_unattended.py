"""What runs with nobody watching: starts that were due, and incidents until they end."""

from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Create both lists."""
    op.execute(
        """
        create table ops.scheduled_starts (
            job text not null,
            due_at timestamptz not null,
            started_at timestamptz not null default clock_timestamp(),
            exit_code int,
            primary key (job, due_at)
        );
        comment on table ops.scheduled_starts is
            'One row per start the schedule asked for: whoever writes it first has it.';
        create table ops.incidents (
            incident_id bigint generated always as identity primary key,
            what text not null,
            said text not null,
            remedy text not null,
            began_at timestamptz not null default clock_timestamp(),
            ended_at timestamptz,
            told_at timestamptz,
            end_told_at timestamptz
        );
        create unique index incidents_open on ops.incidents (what) where ended_at is null;
        comment on column ops.incidents.told_at is
            'When the last mail about it left: its beginning, then reminders.';
        select ops.grant_reading();
        """
    )


def downgrade() -> None:
    """Drop both."""
    op.execute("drop table ops.scheduled_starts; drop table ops.incidents")
