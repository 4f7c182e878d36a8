"""A queue that many workers share, on any machine: kept in PostgreSQL by procrastinate.

Jobs of one lock are never at work together. A worker says that it lives; the jobs of one that
has not said so for a while are taken up by the others.
"""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy
from procrastinate.exceptions import ConnectorException

from warehouse.database import parameters
from warehouse.errors import OutOfReachError
from warehouse.settings import Settings

# What a job does, told whether the worker is to end and what the job is about.
Work = Callable[[Callable[[], bool], dict[str, Any]], None]


class AgainError(Exception):
    """Raised by a job that is to be tried once more, later."""


def run_jobs(
    settings: Settings,
    task: str,
    work: Work,
    *,
    name: str,
    at_once: int,
    patience: float,
    retry_after: int,
) -> None:
    """Carry out jobs of `task` until a signal says stop, `at_once` at a time.

    A job that raises AgainError is tried again `retry_after` seconds later; one whose worker has
    been silent for `patience` seconds, by whoever is there. Raises OutOfReachError when the
    database is gone.
    """
    target: dict[str, Any] = parameters(settings)
    options = f"{target.get('options', '')} -c search_path=queue".strip()
    connector = PsycopgConnector(
        kwargs={**target, "options": options, "application_name": name},
        min_size=1,
        max_size=at_once + 3,
        timeout=10,
    )
    app = App(connector=connector)
    again = RetryStrategy(wait=retry_after, retry_exceptions=[AgainError])

    @app.task(name=task, pass_context=True, retry=again)
    def job(context: JobContext, /, **about: Any) -> None:  # noqa: ANN401 - what the job is about
        work(context.should_abort, about)

    # psycopg knows this kind of loop alone, which is not Windows' own.
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        try:
            runner.run(_run(app, name, at_once, patience))
        except ConnectorException as error:
            raise OutOfReachError(
                f"PostgreSQL does not answer the queue ({error}): check the server",
                f"PostgreSQL ne répond plus (« {error} ») : vérifiez le serveur",
            ) from error


async def _run(app: App, name: str, at_once: int, patience: float) -> None:
    async with app.open_async():
        watch = asyncio.create_task(_take_up(app, patience))
        try:
            await app.run_worker_async(
                name=name,
                concurrency=at_once,
                shutdown_graceful_timeout=0.0,
                update_heartbeat_interval=patience / 3,
                stalled_worker_timeout=patience,
                delete_jobs="successful",
            )
        finally:
            watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watch


async def _take_up(app: App, patience: float) -> None:
    """Put the jobs of silent workers back in the queue, for as long as this worker lives."""
    while True:
        manager = app.job_manager
        for left in await manager.get_stalled_jobs(seconds_since_heartbeat=patience):
            await manager.retry_job(left)
        await asyncio.sleep(patience / 2)
