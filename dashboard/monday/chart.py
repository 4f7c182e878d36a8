"""Twelve weeks as bars, two a week: this year beside the last. Figures for a template."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, GROUND = 720, 180, 150
BAR = 22


@dataclass(frozen=True)
class Bar:
    """One bar of the chart, in units of its view box."""

    x: float
    y: float
    width: float
    height: float
    is_last_year: bool


def bars(this_year: Sequence[float], last_year: Sequence[float]) -> list[Bar]:
    """Return the bars; what is below nothing (returns alone) is drawn as nothing."""
    highest = max([*this_year, *last_year, 0.0]) or 1.0
    step = WIDTH / max(1, len(this_year))
    found = []
    for place, pair in enumerate(zip(last_year, this_year, strict=True)):
        for second, amount in enumerate(pair):
            height = round(max(0.0, amount) / highest * (GROUND - 10), 1)
            x = round(place * step + second * (BAR + 2), 1)
            found.append(Bar(x, round(GROUND - height, 1), BAR, height, not second))
    return found


def sparks(amounts: Sequence[float]) -> str:
    """Return a line of small blocks, as tall as each amount: ▁▂▃."""
    highest = max([*amounts, 0.0]) or 1.0
    return "".join("▁▂▃▄▅▆▇█"[min(7, int(max(0.0, one) / highest * 7.99))] for one in amounts)
