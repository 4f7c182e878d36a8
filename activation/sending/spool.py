"""Answers Brevo gave while the database was gone, kept on disk until it is back.

One JSON line per answer, forced to the disk before the run ends. It names letters by
their ids only: no address, no content.
"""

import json
import os
from pathlib import Path
from typing import Any

from warehouse.settings import Settings


class Spool:
    """The folder `var/spool`, or ACTIVATION_SPOOL."""

    def __init__(self, settings: Settings) -> None:
        self._folder = Path(settings.get("ACTIVATION_SPOOL") or settings.root / "var" / "spool")

    def add(self, record: dict[str, Any]) -> Path:
        """Write one record and force it to the disk; return its file."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"answers-{os.getpid()}.jsonl"
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record, default=str) + "\n")
            file.flush()
            os.fsync(file.fileno())
        return path

    def files(self) -> list[Path]:
        """Return the files waiting to be read, oldest first."""
        return sorted(self._folder.glob("*.jsonl"), key=lambda path: path.stat().st_mtime)

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
