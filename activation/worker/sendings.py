"""A sending, carried out: as far as it can go now, and again when more may leave.

One piece of work can be killed anywhere. What has left stands in the ledger; the sending stays
open, and whoever comes next goes on with it.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.asked.hours import left_today, opening, tomorrow
from activation.brevo.pace import Halt
from activation.config import Rules, load_rules
from activation.sending.sender import Sender
from activation.session import brevo_session
from warehouse import log
from warehouse.database import advisory_lock, connect
from warehouse.errors import LockedError, OutOfReachError, ProductError, place_of
from warehouse.rows import connect_durably, execute, row, transaction, value
from warehouse.settings import Settings
from warehouse.state import folder

LOCK = "activation sending"
LOOK_EVERY = 1.0  # seconds between two looks at whether somebody said stop
BUSY = timedelta(minutes=1)  # until another command has let go of the account
SILENT = timedelta(minutes=15)  # until Brevo answers again
UNFORESEEN = (
    "quelque chose d'imprévu est arrivé : ce qui est parti l'est une seule fois ; montrez à "
    "l'analyste ce que dit le worker, puis envoyez de nouveau"
)
_log = logging.getLogger(__name__)

_BEGIN = """
update activation.sendings set started_at = coalesce(started_at, clock_timestamp())
where sending_id = %s and finished_at is null and taken_back_at is null and stop_asked_at is null
    and due_at <= clock_timestamp()
returning run_id::text
"""
# Stopped in the meantime: no next time.
_GO_ON_LATER = """
update activation.sendings set due_at = %(at)s, said = %(said)s
where sending_id = %(sending)s and finished_at is null and stop_asked_at is null
"""
_FINISH = """
update activation.sendings set finished_at = clock_timestamp(), said = %(said)s
where sending_id = %(sending)s and finished_at is null
"""
_FINISH_STOPPED = """
update activation.sendings set finished_at = clock_timestamp(), said = null
where sending_id = %s and finished_at is null and stop_asked_at is not null
"""
_IS_STOPPED = "select stop_asked_at is not null from activation.sendings where sending_id = %s"
_WAITING = """
select count(*) as letters, clock_timestamp() as now,
    min(greatest(o.not_before, o.next_attempt_at, clock_timestamp())) as next_at,
    coalesce(bool_and(
        greatest(o.not_before, o.next_attempt_at) > clock_timestamp()
    ), false) as have_their_hour
from activation.sending_letters as l
inner join activation.outbox as o on l.approval_id = o.approval_id
where l.sending_id = %s and o.state in ('queued', 'retry_wait')
"""


@dataclass(frozen=True)
class Outcome:
    """How a piece of work ended: what a person is to know, and when to try again at the latest."""

    said: str | None = None
    again_in: timedelta | None = None
    is_over: bool = False


def carry_out(settings: Settings, sending_id: int, is_ending: Callable[[], bool]) -> None:
    """Send what may leave of a sending now; say when to go on, or that it is over.

    `is_ending` says whether the worker itself is to end. Does nothing when another job is at it.
    """
    with closing(connect_durably(settings, "activation worker")) as conn:
        try:
            with advisory_lock(conn, LOCK):
                if run_id := _begun(conn, sending_id):
                    logs = folder(conn, settings) / log.FOLDER
                    note = partial(log.note, logs, "sending", run_id, "worker")
                    note("sending_taken_up", sending_id=sending_id)
                    halt = Halt()
                    with _watched(settings, sending_id, halt, is_ending):
                        outcome = _send(settings, sending_id, run_id, halt)
                    if halt.is_asked:
                        note("sending_halted")
                    else:
                        at = _settle(conn, settings, sending_id, outcome)
                        note("sending_waits" if at else "sending_over", said=outcome.said, until=at)
        except LockedError:
            return
        with transaction(conn):
            execute(conn, _FINISH_STOPPED, (sending_id,))


def _begun(conn: Connection, sending_id: int) -> str | None:
    """Return the id a sending is logged under; None when there is nothing to begin."""
    with transaction(conn):
        found: str | None = value(conn, _BEGIN, (sending_id,))
        return found


def _send(settings: Settings, sending_id: int, run_id: str, halt: Halt) -> Outcome:
    has_account = False
    try:
        with brevo_session("send", settings=settings, halt=halt, asked_as=run_id) as session:
            has_account = True
            sender = Sender(
                session.settings, session.brevo, session.conn, session.run, sending_id=sending_id
            )
            session.run.exit_code = int(sender.send())
            return Outcome(" ; ".join(sender.notes) or None)
    except LockedError as error:
        return Outcome(_what(error), SILENT if has_account else BUSY)
    except OutOfReachError as error:
        return Outcome(_what(error), SILENT)
    except ProductError as error:
        return Outcome(error.french, is_over=True)
    except (psycopg2.OperationalError, psycopg2.InterfaceError):
        raise  # the database is gone: the sending goes on when it is back
    except Exception as error:  # noqa: BLE001
        _log.error("%s at %s", type(error).__name__, place_of(error))
        return Outcome(UNFORESEEN, is_over=True)


def _what(error: ProductError) -> str:
    """Return what happened, without what a person at a terminal would do about it."""
    return error.french.partition(" : ")[0]


def _settle(
    conn: Connection, settings: Settings, sending_id: int, outcome: Outcome
) -> datetime | None:
    """Write down how a piece of work ended; return when the next one begins, if there is one."""
    with transaction(conn):
        at = None if outcome.is_over else _next(conn, load_rules(settings), sending_id, outcome)
        named = {"sending": sending_id, "said": outcome.said, "at": at}
        execute(conn, _GO_ON_LATER if at else _FINISH, named)
    return at


def _next(conn: Connection, rules: Rules, sending_id: int, outcome: Outcome) -> datetime | None:
    """Return when more letters of a sending may leave; None when none waits for an hour."""
    waiting = row(conn, _WAITING, (sending_id,)) or {}
    now: datetime = waiting["now"]
    if outcome.again_in is None and not waiting["letters"]:
        return None
    if left_today(conn) >= rules.daily_cap:
        return tomorrow(now, rules)
    if opening(now, rules) > now:
        return opening(now, rules)
    if outcome.again_in is not None:
        return opening(now + outcome.again_in, rules)
    # What waits without an hour is held: by its text, which a person must push.
    next_at: datetime = waiting["next_at"]
    return opening(next_at, rules) if waiting["have_their_hour"] else None


@contextmanager
def _watched(
    settings: Settings, sending_id: int, halt: Halt, is_ending: Callable[[], bool]
) -> Iterator[None]:
    """Look every second whether somebody said stop; a look that fails stops as well."""
    is_over = threading.Event()

    def watch() -> None:
        try:
            with closing(connect(settings, autocommit=True)) as conn:
                while not is_over.wait(LOOK_EVERY):
                    if is_ending() or value(conn, _IS_STOPPED, (sending_id,)):
                        break
        finally:
            if not is_over.is_set():
                halt.ask()

    thread = threading.Thread(target=watch, name="watch", daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
