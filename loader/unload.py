"""Unloading: a bad export leaves as if it had never come, and does not come back by itself."""

from dataclasses import dataclass

from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812

from loader.load import LOCK
from warehouse.database import advisory_lock
from warehouse.errors import ConfigurationError
from warehouse.rows import announce_change, execute, row, rows, transaction

FILE = "select file_id, dataset, path, sha256, status from raw.files where file_id = %s"
CONTENT = """
select file_id, dataset, path, sha256, status from raw.files
where sha256 = %s and status = 'loaded'
"""
# The same content under other names and dates says nothing any more either.
MARK = """
update raw.files set status = 'unloaded', error = %s
where sha256 = %s and status in ('loaded', 'duplicate')
returning path
"""


@dataclass(frozen=True)
class Unloaded:
    """What left: the file whose lines they were, every path its content came under, lines."""

    file_id: int
    dataset: str
    paths: list[str]
    lines: int


def unload(conn: Connection, file_id: int, reason: str) -> Unloaded:
    """Take the content of a file out of `raw`, all of it or nothing.

    The next build gives the tables of a house that never loaded it; the histories of what was
    once said, and noes heard from it, stay. Raises ConfigurationError when there is no such
    file loaded or no reason, LockedError while the Monday run or a loader is at work.
    """
    if not reason.strip():
        raise ConfigurationError(
            "say why with --reason: it is kept beside the file",
            "dites pourquoi avec --reason : c'est gardé à côté du fichier",
        )
    with advisory_lock(conn, "weekly"), advisory_lock(conn, LOCK), transaction(conn):
        file = row(conn, FILE, (file_id,))
        loaded = row(conn, CONTENT, (file["sha256"],)) if file else None
        if loaded is None:
            raise ConfigurationError(
                f"no lines of file {file_id} are loaded: `loader files` lists the numbers",
                f"aucune ligne du fichier {file_id} n'est chargée : `loader files` donne les "
                "numéros",
            )
        number, dataset = loaded["file_id"], loaded["dataset"]
        lines = sum(
            execute(
                conn,
                sql.SQL("delete from raw.{} where _file_id = %s")
                .format(sql.Identifier(table))
                .as_string(conn),
                (number,),
            )
            for table in (dataset, "rejected_lines")
        )
        marked = rows(conn, MARK, (f"déchargé : {reason.strip()}", loaded["sha256"]))
        announce_change(conn)
    return Unloaded(number, dataset, sorted(one["path"] for one in marked), lines)
