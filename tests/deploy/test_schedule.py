"""Each job at its hour in Paris, summer and winter; made up once when missed, never twice."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.unattended.schedule import SCHEDULE, begin, claim, due

PARIS = ZoneInfo("Europe/Paris")
(WEEKLY,) = (one for one in SCHEDULE if one.job == "weekly")
MONDAY = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # 06:00 in Paris


@given(st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))
def test_the_weekly_run_was_last_due_a_monday_at_six_in_paris_less_than_eight_days_ago(
    now: datetime,
) -> None:
    found = WEEKLY.last(now).astimezone(PARIS)
    assert (found.weekday(), found.hour, found.minute) == (0, 6, 0)
    assert timedelta(0) <= now - found < timedelta(days=7, hours=2)
    assert all(one.last(now) <= now for one in SCHEDULE)


def test_every_week_has_one_start_and_every_day_one_backup_through_both_changes_of_clock() -> None:
    starts: dict[str, set[datetime]] = {}
    now = datetime(2026, 3, 1, tzinfo=UTC)
    while now < datetime(2026, 11, 30, tzinfo=UTC):
        for job, moment in due(now):
            starts.setdefault(job, set()).add(moment)
        now += timedelta(minutes=15)
    days = sorted(one.astimezone(PARIS).date() for one in starts["backup"])
    assert days == [days[0] + timedelta(days=n) for n in range(len(days))]
    weeks = sorted(one.astimezone(PARIS).date() for one in starts["weekly"])
    assert weeks == [weeks[0] + timedelta(weeks=n) for n in range(len(weeks))]
    assert date(2026, 3, 30) in weeks  # the Mondays after the changes
    assert {one.hour for one in starts["weekly"]} == {4, 5}


@pytest.fixture
def url(new_database: Callable[..., str], migrated: str) -> str:
    return new_database(template=migrated)


@pytest.fixture
def conn(url: str) -> Iterator[Any]:
    with closing(psycopg2.connect(url)) as found:
        yield found


def started(conn: Any, now: datetime) -> list[str]:
    """What a scheduler that looks at this moment starts."""
    begin(conn, now)
    return [job for job, due_at in due(now) if claim(conn, job, due_at)]


def test_nothing_was_missed_before_the_house_had_a_scheduler(conn: Any) -> None:
    assert started(conn, MONDAY + timedelta(days=2)) == []
    assert "weekly" in started(conn, MONDAY + timedelta(days=7))


def test_a_start_missed_while_the_machine_was_off_is_made_up_once_by_whoever_is_first(
    conn: Any, url: str
) -> None:
    begin(conn, MONDAY - timedelta(days=3))
    back = MONDAY + timedelta(days=1, hours=4)
    with closing(psycopg2.connect(url)) as other:
        both = started(conn, back) + started(other, back)
    assert sorted(both) == ["backup", "drill", "weekly"]
    assert started(conn, back + timedelta(minutes=15)) == []


def test_weeks_off_are_made_up_by_one_run(conn: Any) -> None:
    begin(conn, MONDAY)
    assert started(conn, MONDAY + timedelta(weeks=5, hours=1)).count("weekly") == 1


def test_a_run_by_hand_since_it_was_due_counts(conn: Any) -> None:
    begin(conn, MONDAY - timedelta(days=3))
    with conn, conn.cursor() as cursor:
        cursor.execute(
            "insert into ops.runs (run_id, command, started_at, status)"
            " values (gen_random_uuid(), 'weekly', %s, 'done')",
            (MONDAY + timedelta(minutes=30),),
        )
    assert "weekly" not in started(conn, MONDAY + timedelta(hours=1))
    assert "weekly" in started(conn, MONDAY + timedelta(days=7, hours=1))
