"""What *Résultats* says, in French."""

import math

from dashboard.results.chance import Interval
from dashboard.results.reading import Results
from warehouse.wording import figure, french, typeset

A_YEAR = 52
WIDTH, MIDDLE = 640, 320  # of the drawn interval, in units of its view box


def verdict(found: Results) -> str:
    """Return in one or two sentences whether letters make people order."""
    return typeset(_verdict(found))


def _verdict(found: Results) -> str:
    if not found.drawn and not found.waiting and not found.share:
        return (
            "On ne peut pas encore dire si les lettres font acheter : aucune n'est gardée de côté "
            "pour comparer."
        )
    if found.is_told and found.difference:
        more, fewer = found.difference.low > 0, abs(found.difference.high)
        if more:
            return (
                f"Les lettres font acheter : sur cent personnes, de {points(found.difference.low)} "
                f"à {points(found.difference.high)} de plus commandent dans les "
                f"{found.days} jours."
            )
        return (
            f"Les personnes à qui l'on écrit commandent moins : de {points(fewer)} à "
            f"{points(abs(found.difference.low))} de moins sur cent dans les {found.days} jours."
        )
    left = found.needed - found.drawn - found.waiting
    if left > 0:
        return (
            "On ne peut pas encore dire si les lettres font acheter : il faudrait environ "
            f"{french(about(left), 'lettre')} de plus pour voir un écart de 3 points."
        )
    if found.drawn < found.needed:
        return (
            "On ne peut pas encore dire si les lettres font acheter : assez de lettres sont "
            f"parties, leurs {found.days} jours ne sont pas passés."
        )
    return (
        "On ne peut pas encore dire si les lettres font acheter : avec "
        f"{french(found.drawn, 'lettre')}, un écart de 3 points se serait sans doute vu."
    )


def points(share: float) -> str:
    """Return a share as points: `3,2`."""
    return figure(100 * share, 1)


def percent(share: float) -> str:
    """Return a share as `10 %`."""
    return f"{_short(100 * share)}\u00a0%"


def signed(share: float) -> str:
    """Return a difference as `+3,2` or `−1,5`."""
    return f"{'−' if share < 0 else '+'}{points(abs(share))}"


def weeks(number: float | None) -> str:
    """Return a time to wait as people say it."""
    if number is None:
        return "on ne sait pas"
    if number <= A_YEAR:
        return french(int(number), "semaine")
    years = number / A_YEAR
    if years > 10:
        return "plus de dix ans"
    return "un an" if round(years, 1) == 1 else f"{_short(years)} ans"


def place(share: float, interval: Interval) -> float:
    """Return where a difference stands on the drawn line, nothing in the middle."""
    widest = max(abs(interval.low), abs(interval.high), 0.01)
    return round(MIDDLE + share / widest * (MIDDLE - 20), 1)


def about(number: int) -> int:
    """Return a figure nobody takes for exact: two digits of it."""
    step = int(10 ** max(0, len(str(number)) - 2))
    return math.ceil(number / step) * step


def _short(number: float) -> str:
    """Return a figure with one decimal, or none where that is a nought."""
    return figure(number, 1).removesuffix(",0")
