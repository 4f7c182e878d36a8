"""“Envoyer”: the letters a person wants to leave, from that moment to the last of them.

A sending is a row that names its letters, each by its approval. It waits a delay in which all
can be taken back; then the worker sends them, over several days where the hours and the cap ask
for it. One at a time: the second to ask is told who was first.
"""

from dataclasses import dataclass
from datetime import datetime

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.carry_out import APPROVED
from activation.config import Rules
from warehouse.errors import ConfigurationError, LockedError
from warehouse.rows import Row, execute, row, rows, transaction, value

# Approved, as the letter stands, and surely not left.
_READY = f"""
ready as (
    select latest.approval_id, kept.scenario {APPROVED}
    union all
    select o.approval_id, o.scenario
    from activation.outbox as o
    inner join activation.recommendations as kept on o.reco_id = kept.reco_id
    where o.state in ('queued', 'retry_wait')
        and kept.last_decision = 'approved' and kept.last_approval_id = o.approval_id
)
"""  # noqa: S608 - built from constants
_BY_SCENARIO = f"""
with {_READY}
select scenario, count(*) as letters from ready group by 1 order by 1
"""  # noqa: S608 - built from constants
_AS_ONE = "md5(coalesce(string_agg(approval_id::text, ' ' order by approval_id), ''))"
_SET = f"with {_READY} select {_AS_ONE} from ready"  # noqa: S608 - built from constants
_ASK = """
insert into activation.sendings (asked_by, due_at)
values (%s, clock_timestamp() + make_interval(mins => %s))
returning sending_id
"""
_NAME_LETTERS = f"""
with {_READY}
insert into activation.sending_letters (sending_id, approval_id)
select %s, approval_id from ready
"""  # noqa: S608 - built from constants
_NAMED = f"""
select {_AS_ONE} from activation.sending_letters where sending_id = %s
"""  # noqa: S608 - built from constants
_LAST = """
select
    sending_id, run_id::text, asked_by, asked_at, due_at, started_at, finished_at, said,
    taken_back_by, taken_back_at, stop_asked_by, stop_asked_at, clock_timestamp() as now
from activation.sendings order by sending_id desc limit 1
"""
# What stands in no ledger yet waits, unless its approval was taken back.
_LETTERS = """
select o.send_id, o.outcome_reason, o.error_message, coalesce(place.what, 'waiting') as what
from activation.sending_letters as l
inner join activation.approvals as a on l.approval_id = a.approval_id
inner join activation.recommendations as kept on a.reco_id = kept.reco_id
left join activation.outbox as o on l.approval_id = o.approval_id
left join (
    values
    ('accepted', 'accepted'), ('failed', 'failed'), ('unknown', 'in_doubt'),
    ('abandoned', 'in_doubt'), ('skipped', 'left_out'), ('cancelled', 'left_out'),
    ('expired', 'left_out'), ('held_out', 'left_out')
) as place (state, what)
    on o.state = place.state
    or (
        o.send_id is null and place.state = 'cancelled' and (
            kept.last_approval_id <> l.approval_id or kept.withdrawn_at is not null
            or kept.erased_at is not null
        )
    )
where l.sending_id = %s
"""
_PROGRESS = f"""
select
    count(*) as queued,
    count(*) filter (where what = 'accepted') as accepted,
    count(*) filter (where what = 'failed') as failed,
    count(*) filter (where what = 'left_out') as left_out,
    count(*) filter (where what = 'in_doubt') as in_doubt,
    count(*) filter (where what = 'waiting') as waiting
from ({_LETTERS}) as letters
"""  # noqa: S608 - built from constants
_REASONS = f"""
select what, coalesce(outcome_reason, error_message, 'approbation_retiree') as reason,
    count(*) as letters
from ({_LETTERS}) as letters where what in ('left_out', 'failed') group by 1, 2 order by 3 desc, 2
"""  # noqa: S608 - built from constants
_TAKE_BACK = """
update activation.sendings set taken_back_by = %s, taken_back_at = clock_timestamp()
where sending_id = %s and started_at is null and taken_back_at is null
returning sending_id
"""
_STOP = """
update activation.sendings set stop_asked_by = %s, stop_asked_at = clock_timestamp()
where sending_id = %s and started_at is not null and finished_at is null and stop_asked_at is null
returning sending_id
"""
_WORKERS = """
select count(*) from queue.procrastinate_workers
where last_heartbeat > clock_timestamp() - interval '30 seconds'
"""


@dataclass(frozen=True)
class Sending:
    """One sending as it stands; `now` is the database's clock when it was read."""

    sending_id: int
    run_id: str
    asked_by: str
    asked_at: datetime
    due_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    said: str | None
    taken_back_by: str | None
    taken_back_at: datetime | None
    stop_asked_by: str | None
    stop_asked_at: datetime | None
    now: datetime

    @property
    def is_open(self) -> bool:
        """Return whether letters of it may still leave."""
        return not (self.finished_at or self.taken_back_at)

    @property
    def can_be_taken_back(self) -> bool:
        """Return whether nothing of it has begun."""
        return self.is_open and not self.started_at


@dataclass(frozen=True)
class Progress:
    """Letters of a sending by where they are: the five add up to `queued`."""

    queued: int
    accepted: int
    failed: int
    left_out: int
    in_doubt: int
    waiting: int


def ready(conn: Connection) -> dict[str, int]:
    """Return how many letters a sending asked for now would hold, by scenario."""
    return {str(one["scenario"]): int(one["letters"]) for one in rows(conn, _BY_SCENARIO)}


def ready_set(conn: Connection) -> str:
    """Return what tells this set of letters from any other."""
    return str(value(conn, _SET))


def ask(conn: Connection, by: str, shown: str, rules: Rules) -> int:
    """Ask for the letters that were shown to leave; return the sending's number. Commits.

    `shown` is `ready_set` as it was then. Raises LockedError when a sending is under way,
    ConfigurationError when the letters are others by now, or none; nothing is asked for then.
    """
    try:
        with transaction(conn):
            sending_id = int(value(conn, _ASK, (by, rules.send_delay)))
            if not execute(conn, _NAME_LETTERS, (sending_id,)):
                raise ConfigurationError(
                    "no letter waits to be sent", "aucune lettre n'attend d'être envoyée"
                )
            if value(conn, _NAMED, (sending_id,)) != shown:
                raise ConfigurationError(
                    "the letters have changed since: look at them again",
                    "les lettres à envoyer ont changé depuis : relisez leur nombre, puis envoyez",
                )
    except psycopg2.errors.UniqueViolation:
        raise LockedError("a sending is under way already", "un envoi est déjà en cours") from None
    return sending_id


def last(conn: Connection) -> Sending | None:
    """Return the last sending there was, or None."""
    found = row(conn, _LAST)
    return Sending(**found) if found else None


def run_of(conn: Connection, sending_id: int) -> str | None:
    """Return the id under which everything of a sending is logged."""
    query = "select run_id::text from activation.sendings where sending_id = %s"
    found: str | None = value(conn, query, (sending_id,))
    return found


def progress(conn: Connection, sending_id: int) -> Progress:
    """Return where the letters of a sending are, at one moment."""
    return Progress(**(row(conn, _PROGRESS, (sending_id,)) or {}))


def reasons(conn: Connection, sending_id: int) -> list[Row]:
    """Return why letters did not leave: `what` (left_out, failed), `reason`, `letters`."""
    return rows(conn, _REASONS, (sending_id,))


def take_back(conn: Connection, sending_id: int, by: str) -> bool:
    """Take all of a sending back; return False when it has begun, or is over. Commits."""
    with transaction(conn):
        return value(conn, _TAKE_BACK, (by, sending_id)) is not None


def stop(conn: Connection, sending_id: int, by: str) -> bool:
    """Have a sending stop where it is; return False when there is nothing to stop. Commits."""
    with transaction(conn):
        return value(conn, _STOP, (by, sending_id)) is not None


def has_worker(conn: Connection) -> bool:
    """Return whether a worker is there to carry out what is asked."""
    return bool(value(conn, _WORKERS))
