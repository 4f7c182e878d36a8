"""Which backups stay: 7 days, 4 weeks, 12 months, and whatever is the last one known to return."""

from collections.abc import Callable, Collection, Hashable, Iterable
from datetime import datetime

DAYS, WEEKS, MONTHS = 7, 4, 12


def kept(taken: Collection[datetime], last_verified: datetime | None) -> set[datetime]:
    """Return the backups to keep: the newest of each of the last days, weeks and months.

    Days, weeks and months without a backup do not count, so that a house that was switched off
    for a season still has what it had. The newest and the last verified one always stay.
    """
    newest_first = sorted(taken, reverse=True)
    stay = {one for one in taken if one in (newest_first[0], last_verified)}
    for period, most in ((_day, DAYS), (_week, WEEKS), (_month, MONTHS)):
        stay |= set(_first_of_each(newest_first, period, most))
    return stay


def _first_of_each(
    newest_first: Iterable[datetime], period: Callable[[datetime], Hashable], most: int
) -> list[datetime]:
    found: dict[Hashable, datetime] = {}
    for one in newest_first:
        found.setdefault(period(one), one)
    return list(found.values())[:most]


def _day(one: datetime) -> Hashable:
    return one.date()


def _week(one: datetime) -> Hashable:
    return one.isocalendar()[:2]


def _month(one: datetime) -> Hashable:
    return one.year, one.month
