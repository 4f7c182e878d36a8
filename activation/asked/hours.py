"""When letters may leave, and when the last of many will have left."""

from datetime import date, datetime, time, timedelta

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.config import Rules
from warehouse.rows import value
from warehouse.wording import PARIS

LONGEST = 400  # days looked ahead


def opening(at: datetime, rules: Rules) -> datetime:
    """Return the first moment from `at` on in which a letter may leave: no quiet hour in Paris."""
    here = at.astimezone(PARIS)
    if not _is_quiet(here, rules):
        return here
    day = here.date() + timedelta(days=rules.quiet_until <= here.hour)
    return _hour(day, rules.quiet_until)


def tomorrow(at: datetime, rules: Rules) -> datetime:
    """Return the first moment of the day after `at` in which a letter may leave."""
    return opening(_hour(at.astimezone(PARIS).date() + timedelta(days=1), 0), rules)


def last_leaves(
    letters: int, at: datetime, rules: Rules, send_rate: float, left_today: int
) -> datetime | None:
    """Return when the last of `letters` leaves, the first at `at`; None when that is never.

    `send_rate` is in letters per second, `left_today` what of the day's cap is used already.
    """
    at = opening(at, rules)
    for _ in range(LONGEST):
        room = max(0, rules.daily_cap - left_today)
        ends = _closing(at, rules)
        going = min(letters, room, int((ends - at).total_seconds() * send_rate))
        if going == letters:
            return at + timedelta(seconds=letters / send_rate)
        letters, left_today = letters - going, left_today + going
        if left_today >= rules.daily_cap or ends.date() != at.date():
            at, left_today = tomorrow(at, rules), 0
        else:
            at = opening(ends, rules)
    return None


def left_today(conn: Connection) -> int:
    """Return how many letters have left, or may have, since midnight in Paris."""
    count: int = value(
        conn,
        """
        select count(*) from activation.outbox
        where state in ('accepted', 'sending', 'unknown', 'abandoned')
        and coalesce(accepted_at, first_attempt_at)
            >= date_trunc('day', clock_timestamp() at time zone 'Europe/Paris')
               at time zone 'Europe/Paris'
        """,
    )
    return count


def _is_quiet(here: datetime, rules: Rules) -> bool:
    begins, ends = rules.quiet_from, rules.quiet_until
    if begins <= ends:
        return begins <= here.hour < ends
    return here.hour >= begins or here.hour < ends


def _closing(here: datetime, rules: Rules) -> datetime:
    """Return when the open hours `here` stands in end: at midnight at the latest."""
    if rules.quiet_from != rules.quiet_until and here.hour < rules.quiet_from < 24:
        return _hour(here.date(), rules.quiet_from)
    return _hour(here.date() + timedelta(days=1), 0)


def _hour(day: date, hour: int) -> datetime:
    midnight = datetime.combine(day, time(), PARIS)
    return midnight.replace(hour=hour) if hour < 24 else midnight + timedelta(days=1)
