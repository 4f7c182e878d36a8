"""Cells whose text is not what calamine gives: the corrections of one sheet."""

from dataclasses import dataclass, field

UNCOMPUTED = "formule jamais calculée : ouvrez le classeur dans un tableur et enregistrez-le"


@dataclass
class Seen:
    """Corrections by row, counted from 1, and column, counted from 0.

    `texts`: what a person reads there. `problems`: rows nobody can read, and why (French).
    """

    texts: dict[int, dict[int, str]] = field(default_factory=dict)
    problems: dict[int, str] = field(default_factory=dict)

    def read(self, row: int, column: int, text: str, problem: str | None = None) -> None:
        """Note what a person reads in a cell, or what stands there and nobody can."""
        self.texts.setdefault(row, {})[column] = text
        if problem is not None:
            self.problems.setdefault(row, problem)
