"""Schema `ops`: what ran, when, how long, how many."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the run log and the table dbt's on-run-end macro writes to."""
    op.execute(
        """
        create table ops.runs (
            run_id uuid primary key,
            command text not null,
            started_at timestamptz not null default now(),
            finished_at timestamptz,
            status text not null default 'running'
                check (status in ('running', 'done', 'partial', 'failed', 'killed')),
            exit_code integer,
            as_of_date date,
            summary jsonb not null default '{}'
        )
        """
    )
    op.execute(
        """
        create table ops.run_steps (
            run_id uuid not null references ops.runs,
            step text not null,
            position integer not null,
            started_at timestamptz not null,
            finished_at timestamptz,
            status text not null
                check (status in ('running', 'done', 'partial', 'failed', 'skipped')),
            seconds numeric(12, 3),
            rows bigint,
            detail jsonb not null default '{}',
            primary key (run_id, step)
        )
        """
    )
    op.execute(
        """
        create table ops.dbt_results (
            run_id text,
            invocation_id text not null,
            node_id text not null,
            resource_type text not null,
            name text not null,
            status text not null,
            failures bigint,
            rows_affected bigint,
            seconds numeric(12, 3),
            message text,
            generated_at timestamptz not null,
            target_schema text,
            primary key (invocation_id, node_id)
        )
        """
    )
    op.execute("create index on ops.dbt_results (generated_at)")


def downgrade() -> None:
    """Drop the run log."""
    op.execute("drop table ops.dbt_results, ops.run_steps, ops.runs")
