"""What two groups drawn by chance tell: a difference, how far it may be off, how many it takes.

The interval of the difference is Newcombe's (Statistics in Medicine 17, 1998, method 10: Wilson's
intervals of both shares, combined), which holds the truth as often as it says even where one group
is small and few order.
"""

import math
from dataclasses import dataclass

Z = 1.959964  # of the normal distribution, 2.5 % beyond it
POWER = 0.841621  # 20 % beyond it: a gain that is there shows four times in five


@dataclass(frozen=True)
class Interval:
    """From `low` to `high`: 95 in 100 such intervals hold the truth."""

    low: float
    high: float

    @property
    def holds_zero(self) -> bool:
        """Return whether no difference at all is possible too."""
        return self.low <= 0 <= self.high


@dataclass(frozen=True)
class Group:
    """Persons drawn alike: how many, how many of them ordered, what they spent.

    `mt_ht` is the mean of a person in euros without tax, `variance` that of their spending.
    """

    persons: int
    ordered: int
    mt_ht: float = 0.0
    variance: float = 0.0

    @property
    def share(self) -> float:
        """Return the share that ordered; 0 of nobody."""
        return self.ordered / self.persons if self.persons else 0.0


def difference(written: Group, kept: Group) -> Interval | None:
    """Return by how much the share that orders differs; None while one group is empty."""
    if not written.persons or not kept.persons:
        return None
    low_written, high_written = _wilson(written)
    low_kept, high_kept = _wilson(kept)
    found = written.share - kept.share
    return Interval(
        found - math.hypot(written.share - low_written, high_kept - kept.share),
        found + math.hypot(high_written - written.share, kept.share - low_kept),
    )


def spent_more(written: Group, kept: Group) -> Interval | None:
    """Return by how much the mean spending of a person differs; None below two persons."""
    if min(written.persons, kept.persons) < 2:
        return None
    found = written.mt_ht - kept.mt_ht
    half = Z * math.sqrt(written.variance / written.persons + kept.variance / kept.persons)
    return Interval(found - half, found + half)


def persons_needed(rate: float, share: float, gain: float) -> int:
    """Return how many persons must be drawn for a `gain` to show four times in five.

    `rate` is the share that orders without a letter, `share` the share kept back, above 0.
    """
    written = min(rate + gain, 1.0)
    variance = written * (1 - written) / (1 - share) + rate * (1 - rate) / share
    return math.ceil((Z + POWER) ** 2 * variance / gain**2)


def _wilson(group: Group) -> tuple[float, float]:
    n, z2 = group.persons, Z * Z
    middle = (group.share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z * math.sqrt(group.share * (1 - group.share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return middle - half, middle + half
