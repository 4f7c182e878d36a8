"""`raw.stock` may say of which format each count is."""

from alembic import op

revision = "0011"
down_revision = "0010"

# Where an export already brought the column, the loader has added it.
COLUMN = "alter table raw.stock add column if not exists article text"
GRANT = """
do $$
begin
    execute replace(
        pg_get_functiondef('ops.grant_reading()'::regprocedure),
        '_loaded_at, produit, stock_total', '_loaded_at, produit, article, stock_total'
    );
    perform ops.grant_reading();
end
$$
"""


def upgrade() -> None:
    """Add the column, and show it to who may read the others."""
    op.execute(COLUMN)
    op.execute(GRANT)


def downgrade() -> None:
    """Refuse: raw data is never dropped by a migration."""
    raise RuntimeError("raw data is never dropped by a migration")
