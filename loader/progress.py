"""Progress of a load: a bar by bytes on a terminal, nothing that redraws elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager

from loader.reading import Progress
from warehouse.cli import errors, is_terminal


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """Give a callback that moves one bar per file; None where there is no terminal.

    Elsewhere each file's line at the end says all there is to say.
    """
    if not is_terminal():
        yield None
        return
    # Imported here: it costs more than the rest of a start, and only a terminal needs it.
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Bars(*columns, TransferSpeedColumn(), TimeRemainingColumn(), console=errors) as bars:
        tasks = {}

        def move(path: str, done: int, total: int) -> None:
            if path not in tasks:
                tasks[path] = bars.add_task(path, total=total)
            bars.update(tasks[path], completed=done)

        yield move
