"""Answers Brevo gave while the database was gone, kept on disk until it is back.

One JSON line per answer, forced to the disk before the run ends. It names letters by
their ids only: no address, no content.
"""

import json
import os
from pathlib import Path
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse.private import make_private_folder
from warehouse.rows import value
from warehouse.settings import Settings
from warehouse.state import folder

_IS_OURS = "select exists (select from activation.outbox where send_id = any(%s::uuid[]))"


class Spool:
    """The folder `spool` beside the database, or ACTIVATION_SPOOL."""

    def __init__(self, conn: Connection, settings: Settings) -> None:
        """`conn` tells which database's answers these are, while it is there."""
        given = settings.get("ACTIVATION_SPOOL")
        self._folder = Path(given) if given else folder(conn, settings) / "spool"
        # Where answers waited before every database had a folder of its own.
        self._before = settings.root / "var" / "spool"

    def add(self, record: dict[str, Any]) -> Path:
        """Write one record and force it to the disk; return its file."""
        make_private_folder(self._folder)
        path = self._folder / f"answers-{os.getpid()}.jsonl"
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record, default=str) + "\n")
            file.flush()
            os.fsync(file.fileno())
        return path

    def files(self, conn: Connection) -> list[Path]:
        """Return the files waiting to be read, oldest first; not those of another database."""
        found = [path for place in (self._folder, self._before) for path in place.glob("*.jsonl")]
        ours = [path for path in {*found} if self._is_ours(conn, path)]
        return sorted(ours, key=lambda path: path.stat().st_mtime)

    def _is_ours(self, conn: Connection, path: Path) -> bool:
        letters = [record.get("send_id") for record in self.read(path)]
        return not letters or bool(value(conn, _IS_OURS, (letters,)))

    @staticmethod
    def read(path: Path) -> list[dict[str, Any]]:
        """Return the records of a file; a last line cut short by a crash is left out."""
        records = []
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                records.append(json.loads(line))
            except ValueError:
                continue
        return records
