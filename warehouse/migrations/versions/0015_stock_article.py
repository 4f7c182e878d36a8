"""`raw.stock` may say of which format each count is."""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Announce the column; where an export already brought it, the loader has added it."""
    op.execute("alter table raw.stock add column if not exists article text")
    op.execute(
        "insert into raw.announced_columns values ('stock', 'article', true, true) "
        "on conflict do nothing"
    )
    op.execute("select ops.grant_reading()")


def downgrade() -> None:
    """Refuse: raw data is never dropped by a migration."""
    raise RuntimeError("raw data is never dropped by a migration")
