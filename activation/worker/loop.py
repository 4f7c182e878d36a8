"""The worker's loop: one for a database, until a signal says stop."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any, NoReturn

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.brevo.client import Brevo
from activation.demo.account import is_demonstration, standing_in
from activation.demo.kept import Kept
from activation.feedback.newest import has_news, hear_newest
from activation.hash_key import hash_key
from activation.letters.push import push
from activation.letters.sender_identity import load_identity
from activation.letters.templates import compile_templates
from activation.sending.to_oneself import send_asked
from activation.session import brevo_session
from activation.worker import doubts, preview, requests, sendings
from warehouse.console import say, stopping_at_failures
from warehouse.database import advisory_lock, connect
from warehouse.errors import (
    ConfigurationError,
    LockedError,
    NeedsPersonError,
    OutOfReachError,
    ProductError,
)
from warehouse.queue import Work, run_jobs
from warehouse.rows import connect_durably, execute, rows, transaction
from warehouse.settings import Settings

LOCK = "activation worker"
PAUSE = 5.0  # seconds before a lost database is tried again
# What was asked for and has no job any more: its job failed, or the queue was lost.
_FORGOTTEN = """
with asked as (
    select 'send' as task, jsonb_build_object('sending_id', sending_id) as about, due_at
    from activation.sendings where finished_at is null and taken_back_at is null
    union all
    select 'send_to_oneself', '{}', min(asked_at) from activation.letters_to_oneself
    where settled_at is null having count(*) > 0
    union all
    select 'settle_doubts', '{}', min(decided_at) from activation.doubt_decisions
    where settled_at is null having count(*) > 0
    union all
    select 'privacy', '{}', min(asked_at) from activation.privacy_requests
    where settled_at is null having count(*) > 0
    union all
    select 'forget_exports', '{}', min(made_at) + interval '1 day' from activation.access_exports
    having count(*) > 0
)

select queue.ask(task, about, due_at) from asked
where not exists (
    select from queue.procrastinate_jobs as job
    where job.status in ('todo', 'doing') and job.task_name = asked.task
        and job.args = asked.about
)
"""

_HEAR = """
select queue.ask('hear', '{}') where not exists (
    select from queue.procrastinate_jobs as job
    where job.status in ('todo', 'doing') and job.task_name = 'hear'
)
"""
_GIVEN_UP = """
update activation.letters_to_oneself set settled_at = clock_timestamp(), outcome = 'failed'
where settled_at is null
"""


def work(settings: Settings) -> None:
    """Carry out what is asked for until a signal says stop; wait for a database that is gone.

    Raises LockedError when another worker is at it.
    """
    while True:
        try:
            with (
                closing(connect(settings, autocommit=True, application_name=LOCK)) as conn,
                advisory_lock(conn, LOCK),
            ):
                with _reaching(settings, conn) as reached:
                    ask_again(reached)
                    run_jobs(reached, tasks(reached), lambda: ask_again(reached))
                rows(conn, "select 1")  # the database is there: a signal has ended the jobs
                return
        except (OutOfReachError, psycopg2.OperationalError, psycopg2.InterfaceError) as error:
            say(f"{str(error).splitlines()[0]}; trying again", err=True)
        time.sleep(PAUSE)


@contextmanager
def _reaching(settings: Settings, conn: Connection) -> Iterator[Settings]:
    """Give settings that reach Brevo; in the demonstration its stand-in, with our templates."""
    if not is_demonstration(settings):
        yield settings
        return
    with standing_in(settings, Kept.beside(conn, settings)) as reached:
        say("demonstration: letters are kept to look at, none leaves", err=True)
        identity = load_identity(reached)
        with brevo_session("templates", settings=reached) as session:
            push(session.brevo, session.conn, compile_templates(identity), identity)
        yield reached


def tasks(settings: Settings) -> dict[str, Work]:
    """Return what the worker does, by the names the database puts in the queue."""

    def to_oneself(*_: object) -> None:
        with closing(connect_durably(settings, LOCK)) as conn:
            try:
                send_asked(conn, settings, Brevo(settings))
            except (ConfigurationError, NeedsPersonError):
                # Nothing can be mailed before somebody mends it: to be asked for again then.
                with transaction(conn):
                    execute(conn, _GIVEN_UP)
                raise

    return {
        "send": _quietly(
            lambda is_ending, about: sendings.carry_out(settings, about["sending_id"], is_ending)
        ),
        "send_to_oneself": _quietly(to_oneself),
        "settle_doubts": _quietly(lambda *_: doubts.settle(settings)),
        "privacy": _quietly(lambda *_: requests.carry_out(settings)),
        "forget_exports": _quietly(lambda *_: requests.forget_exports(settings)),
        "preview": _quietly(lambda *_: preview.compute(settings)),
        "hear": _quietly(lambda *_: hear(settings)),
    }


def ask_again(settings: Settings) -> None:
    """Put what has no job any more back in the queue, and have heard what nobody asked for."""
    with closing(connect(settings, autocommit=True, application_name=LOCK)) as conn:
        rows(conn, _FORGOTTEN)
        with suppress(ProductError):  # tables are being built: in a minute
            if has_news(conn):
                rows(conn, _HEAR)


def hear(settings: Settings) -> None:
    """Hear the newest noes: the page decides on no letter before. A sending hears them itself."""
    with closing(connect_durably(settings, LOCK)) as conn:
        hear_newest(conn, hash_key(conn, settings))


def _quietly(do: Work) -> Work:
    """Return a work that is done again within a minute when others are at it or do not answer.

    Whatever else it raises names nobody: the log shows it.
    """

    def job(is_ending: Callable[[], bool], about: dict[str, Any]) -> None:
        with suppress(LockedError, OutOfReachError), stopping_at_failures(_raise):
            do(is_ending, about)

    return job


def _raise(error: ProductError) -> NoReturn:
    raise error
