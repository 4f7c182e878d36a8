"""When each job is due, on the clock of Paris; each time it is due it is started once, or made up.

A start is a row that is written before it: two schedulers, or one that was killed and began again,
never start the same one twice.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from psycopg2.extensions import connection as Connection  # noqa: N812

from deploy.unattended.jobs import JOBS
from warehouse.rows import execute, transaction, value
from warehouse.wording import PARIS

MONDAY, SUNDAY = 0, 6
CLAIM = """
insert into ops.scheduled_starts (job, due_at)
select %(job)s, %(due)s
where not (%(job)s = 'weekly' and exists (
    select from ops.runs where command = 'weekly' and started_at >= %(due)s))
on conflict do nothing
"""
CODE = "update ops.scheduled_starts set exit_code = %s where job = %s and due_at = %s"
SINCE = """
select least((select min(started_at) from ops.runs), (select min(started_at) from
    ops.scheduled_starts))
"""
BEFORE_US = """
insert into ops.scheduled_starts (job, due_at)
select job, due_at from unnest(%s::text[], %s::timestamptz[]) as due (job, due_at)
where not exists (select from ops.scheduled_starts as known where known.job = due.job)
on conflict do nothing
"""


@dataclass(frozen=True)
class Due:
    """When a job is due: every day, or every week on `weekday`, at `at` in Paris."""

    job: str
    at: time
    weekday: int | None = None

    def last(self, now: datetime) -> datetime:
        """Return the latest moment, `now` or before, at which it was due.

        By the calendar and not by adding hours: 06:00 stays 06:00 in summer and in winter.
        """
        today = now.astimezone(PARIS).date()
        for days in range(9):
            day = today - timedelta(days=days)
            found = datetime.combine(day, self.at, PARIS).astimezone(UTC)
            if found <= now and self.weekday in (None, day.weekday()):
                return found
        raise AssertionError("a week has every weekday")


# The backup before the run, and the drill on a quiet day; none at an hour that clocks skip.
SCHEDULE = (
    Due("backup", time(4, 30)),
    Due("weekly", time(6, 0), MONDAY),
    Due("drill", time(7, 0), SUNDAY),
)


def due(now: datetime, jobs: Collection[str] = JOBS) -> list[tuple[str, datetime]]:
    """Return each of `jobs` with the moment it was last due, the oldest first."""
    found = ((one.job, one.last(now)) for one in SCHEDULE if one.job in jobs)
    return sorted(found, key=lambda pair: pair[1])


def claim(conn: Connection, job: str, due_at: datetime) -> bool:
    """Take a start for oneself; False when somebody has it, or has run the week's run since."""
    with transaction(conn):
        return execute(conn, CLAIM, {"job": job, "due": due_at}) == 1


def begin(conn: Connection, now: datetime, jobs: Collection[str] = JOBS) -> None:
    """Of a job that was never scheduled, leave out what was due before: it was not missed."""
    names, moments = zip(*due(now, jobs), strict=True)
    with transaction(conn):
        execute(conn, BEFORE_US, (list(names), list(moments)))


def note_end(conn: Connection, job: str, due_at: datetime, exit_code: int) -> None:
    """Keep how a start ended."""
    with transaction(conn):
        execute(conn, CODE, (exit_code, job, due_at))


def since(conn: Connection) -> datetime | None:
    """Return when this house first ran: nothing was due before."""
    found: datetime | None = value(conn, SINCE)
    return found
