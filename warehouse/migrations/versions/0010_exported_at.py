"""`raw.files` says to the second when an export was made, and when its file was changed."""

from alembic import op

revision = "0010"
down_revision = "0009"

NAME = r"regexp_replace(path, '^.*/', '')"
DATE = r"20\d\d[-_. ]?\d\d[-_. ]?\d\d|\d\d[-_. ]\d\d[-_. ]20\d\d"
# Hours are not read back from old names: of one day, the time of change then decides.
EXPORTED = (
    f"case when {NAME} ~ '{DATE}' then export_date::timestamp at time zone 'Europe/Paris' end"
)

# The function that grants columns names them; only its list changes.
GRANT = """
do $$
begin
    execute replace(
        pg_get_functiondef('ops.grant_reading()'::regprocedure),
        'path, export_date, sha256', 'path, export_date, exported_at, modified_at, sha256'
    );
    perform ops.grant_reading();
end
$$
"""


def upgrade() -> None:
    """Add both columns; the stamp of a file already holds its time of change, in nanoseconds."""
    op.execute(
        "alter table raw.files add column exported_at timestamptz, "
        "add column modified_at timestamptz"
    )
    op.execute(
        r"update raw.files set modified_at = to_timestamp(split_part(stamp, ':', 2)::numeric / 1e9)"
        r" where stamp ~ '^\d+:\d+:'"
    )
    op.execute(
        f"update raw.files set exported_at = coalesce({EXPORTED}, modified_at, "  # noqa: S608
        "export_date::timestamp at time zone 'Europe/Paris')"
    )
    # A content that came again says it again at its own date: of which export, its lines know.
    op.execute(
        "update raw.files as again set dataset = first.dataset from raw.files as first "
        "where again.status = 'duplicate' and first.status = 'loaded' "
        "and again.sha256 = first.sha256"
    )
    op.execute(GRANT)


def downgrade() -> None:
    """Refuse: raw data is never dropped by a migration."""
    raise RuntimeError("raw data is never dropped by a migration")
