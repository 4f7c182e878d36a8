"""What the stand-in keeps, in a folder beside the demonstration's database: letters to look at."""

import itertools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.letters.templates import LetterTemplate, RenderedLetter, render
from warehouse.private import write_private
from warehouse.settings import Settings
from warehouse.state import folder


@dataclass(frozen=True)
class KeptLetter:
    """One letter as it would have arrived. `kept_at` is ISO text, in UTC."""

    number: int
    to: str
    kept_at: str
    letter: RenderedLetter


class Kept:
    """The folder: what was put there, by kind and number."""

    def __init__(self, place: Path) -> None:
        self._place = place

    @classmethod
    def beside(cls, conn: Connection, settings: Settings) -> "Kept":
        """Return the one of this demonstration."""
        return cls(folder(conn, settings) / "demonstration")

    def all(self, kind: str) -> dict[int, dict[str, Any]]:
        """Return everything of a kind, by number."""
        paths = sorted(self._place.glob(f"{kind}-*.json"))
        found = (json.loads(path.read_text(encoding="utf-8")) for path in paths)
        return {int(one["id"]): one for one in found}

    def add(self, kind: str, one: dict[str, Any]) -> int:
        """Keep something more; return its number."""
        for number in itertools.count(len(list(self._place.glob(f"{kind}-*.json"))) + 1):
            path = self._path(kind, number)
            if not path.exists():
                self.put(kind, number, one)
                return number
        raise AssertionError

    def put(self, kind: str, number: int, one: dict[str, Any]) -> None:
        """Keep something under its number."""
        content = json.dumps({**one, "id": number}, ensure_ascii=False)
        write_private(self._path(kind, number), content)

    def drop(self, kind: str, number: int) -> None:
        """Keep something no longer; what was never kept is as good."""
        self._path(kind, number).unlink(missing_ok=True)

    def _path(self, kind: str, number: int) -> Path:
        return self._place / f"{kind}-{number:06d}.json"

    def letters(self) -> list[KeptLetter]:
        """Return the letters kept, the latest first."""
        templates = self.all("template")
        return [
            KeptLetter(number, mail["to"][0]["email"], mail["at"], _letter(mail, templates))
            for number, mail in sorted(self.all("mail").items(), reverse=True)
        ]


def _letter(mail: dict[str, Any], templates: dict[int, dict[str, Any]]) -> RenderedLetter:
    """Return the words of a mail: a template filled, or written whole."""
    kept = templates.get(int(mail.get("templateId", 0)), {})
    if not kept:
        return RenderedLetter("", mail["subject"], mail["htmlContent"], "")
    template = LetterTemplate("", kept["subject"], kept["htmlContent"], "")
    return render(template, mail["params"])
