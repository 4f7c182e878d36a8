"""The queue: work asked for, kept in PostgreSQL by procrastinate, in a schema of its own.

Whoever asks writes a row of a table of ours; the database puts the job in the queue in the same
transaction (`queue.ask`). A job only says that there is something to do: what, and how far it
went, stands in our table, so that the queue itself can be lost without harm.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.exceptions import ConnectorException

from warehouse.database import parameters
from warehouse.errors import OutOfReachError
from warehouse.settings import Settings

# What a job does, told whether the worker is to end and what the job is about.
Work = Callable[[Callable[[], bool], dict[str, Any]], None]
JOBS_AT_ONCE = 4


def run_jobs(
    settings: Settings, work: Mapping[str, Work], every_minute: Callable[[], None]
) -> None:
    """Carry out jobs, by their names, until a signal says stop; those at work then end early.

    What a killed worker left is taken up first: the caller knows that no other one is at work.
    Raises OutOfReachError when the database is gone.
    """
    app = _app(settings, work, every_minute)
    # psycopg knows this kind of loop alone, which is not Windows' own.
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        try:
            runner.run(_run(app))
        except ConnectorException as error:
            raise OutOfReachError(
                f"PostgreSQL does not answer the queue ({error}): check the server",
                f"PostgreSQL ne répond plus (« {error} ») : vérifiez le serveur",
            ) from error


def _app(settings: Settings, work: Mapping[str, Work], every_minute: Callable[[], None]) -> App:
    target: dict[str, Any] = parameters(settings)
    options = f"{target.get('options', '')} -c search_path=queue".strip()
    connector = PsycopgConnector(
        kwargs={**target, "options": options, "application_name": "activation worker"},
        min_size=1,
        max_size=JOBS_AT_ONCE + 2,
        timeout=10,
    )
    app = App(connector=connector)
    for name, do in work.items():
        app.task(name=name, pass_context=True)(_job(do))

    @app.periodic(cron="* * * * *")
    @app.task(name="every_minute", queueing_lock="every_minute")
    def tick(timestamp: Any) -> None:  # noqa: ANN401, ARG001 - procrastinate says which minute
        every_minute()

    return app


def _job(do: Work) -> Callable[..., None]:
    def job(context: JobContext, **about: Any) -> None:  # noqa: ANN401 - what the job is about
        do(context.should_abort, about)

    return job


async def _run(app: App) -> None:
    async with app.open_async():
        for left in await app.job_manager.list_jobs_async(status="doing"):
            if left.id is not None:
                now = datetime.now(UTC)
                await app.job_manager.retry_job_by_id_async(job_id=left.id, retry_at=now)
        await app.run_worker_async(
            concurrency=JOBS_AT_ONCE, shutdown_graceful_timeout=0.0, delete_jobs="successful"
        )
