"""Which database this is, and with which secret its hashes were made."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Give the database an id and room for the check value of its secret.

    The id of a database that has worked already is that of its first run: a backup made
    before this migration gets the same one whenever it is restored.
    """
    op.execute(
        """
        create table ops.this_database (
            is_this boolean primary key default true check (is_this),
            database_id uuid not null default gen_random_uuid()
        )
        """
    )
    op.execute(
        """
        insert into ops.this_database (database_id)
        select coalesce(
            (select run_id from ops.runs order by started_at, run_id limit 1),
            (select run_id from activation.runs order by started_at, run_id limit 1),
            gen_random_uuid()
        )
        """
    )
    op.execute(
        """
        create table activation.hash_key (
            is_this boolean primary key default true check (is_this),
            check_value text not null
        )
        """
    )


def downgrade() -> None:
    """Forget both."""
    op.execute("drop table activation.hash_key, ops.this_database")
