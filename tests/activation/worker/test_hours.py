"""When the last of many letters leaves, under the day's cap and the quiet hours."""

from datetime import datetime

import pytest

from activation.asked.hours import last_leaves, opening, tomorrow
from activation.config import Rules
from warehouse.wording import PARIS

RULES = Rules(daily_cap=500)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("rules", "now", "opens"),
    [
        (RULES, at(23, 9), at(23, 9)),
        (RULES, at(23, 20), at(24, 8)),
        (RULES, at(23, 3), at(23, 8)),
        (Rules(quiet_from=12, quiet_until=14), at(23, 13, 59), at(23, 14)),
        (Rules(quiet_from=0, quiet_until=0), at(23, 3), at(23, 3)),
        (Rules(quiet_from=22, quiet_until=24), at(23, 23), at(24, 0)),
    ],
)
def test_letters_leave_outside_of_quiet_hours(rules: Rules, now: datetime, opens: datetime) -> None:
    assert opening(now, rules) == opens


def test_what_the_cap_of_a_day_holds_back_leaves_the_next_morning() -> None:
    assert tomorrow(at(23, 9), RULES) == at(24, 8)
    assert last_leaves(60, at(23, 9), RULES, 1, 0) == at(23, 9, 1)
    assert last_leaves(560, at(23, 9), RULES, 1, 0) == at(24, 8, 1)
    assert last_leaves(60, at(23, 9), RULES, 1, 500) == at(24, 8, 1)
    assert last_leaves(1060, at(23, 9), RULES, 1, 0) == at(25, 8, 1)


def test_what_the_evening_leaves_no_time_for_leaves_the_next_morning() -> None:
    assert last_leaves(120, at(23, 19, 59), RULES, 1, 0) == at(24, 8, 1)
    assert last_leaves(60, at(23, 19, 59), RULES, 1, 0) == at(23, 20)


def test_with_a_cap_of_none_the_last_letter_never_leaves() -> None:
    assert last_leaves(1, at(23, 9), Rules(daily_cap=0), 1, 0) is None
    assert last_leaves(0, at(23, 9), RULES, 1, 0) == at(23, 9)
