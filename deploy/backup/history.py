"""What became of backups, where the page and a reminder can read it: `ops.backup_events`."""

from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse.rows import execute


def note(
    conn: Connection,
    kind: str,
    backup: str,
    seconds: float,
    size_bytes: int | None = None,
    *,
    is_good: bool = True,
    detail: str | None = None,
) -> None:
    """Add one event, in the caller's transaction; `kind` as the table's check lists them."""
    execute(
        conn,
        "insert into ops.backup_events (kind, backup, seconds, size_bytes, is_good, detail)"
        " values (%s, %s, %s, %s, %s, %s)",
        (kind, backup, round(seconds, 1), size_bytes, is_good, detail),
    )
