"""Why a block was lifted may name somebody: an erasure empties it, and nothing else changes."""

from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    """Keep overrides as other decisions are kept: only their reason can go."""
    op.execute(
        """
        drop trigger health_overrides_are_kept on activation.health_overrides;
        create trigger health_overrides_are_kept
            before update or delete on activation.health_overrides
            for each row execute function activation.refuse_rewriting();
        """
    )


def downgrade() -> None:
    """Refuse: an erasure would leave what it empties now."""
    raise RuntimeError("erasures go on emptying what they empty")
