"""One id from the click on “Envoyer” to the letters, under which a sending is logged."""

from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    """Give each sending an id, those of the past too."""
    op.execute(
        "alter table activation.sendings add column run_id uuid not null default gen_random_uuid()"
    )


def downgrade() -> None:
    """Forget it."""
    op.execute("alter table activation.sendings drop column run_id")
