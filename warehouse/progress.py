"""How far work has come: bars that move on a terminal, plain lines elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from warehouse.console import errors, is_terminal, shown

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn

LINE_EVERY = 500
# Called with a name, how much of it is done, and how much there is in all.
FileProgress = Callable[[str, int, int], None]


@contextmanager
def file_bars() -> Iterator[FileProgress | None]:
    """Yield a callback that moves one bar per file, by bytes; None where there is no terminal.

    Elsewhere each file's line at the end says all there is to say.
    """
    if not is_terminal():
        yield None
        return
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    name = TextColumn("{task.description}", markup=False)
    columns = (name, BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with _bars(*columns) as bars:
        tasks = {}

        def move(path: str, done: int, total: int) -> None:
            if path not in tasks:
                tasks[path] = bars.add_task(shown(path), total=total)
            bars.update(tasks[path], completed=done)

        yield move


class StepProgress:
    """Progress of one step; `update` may be called as often as the work likes."""

    def __init__(self, bar: "Progress | None") -> None:
        """`bar` is None away from a terminal: then `update` stays silent."""
        self._bar = bar
        self._task = bar.add_task("", total=None) if bar else None

    def update(self, text: str, done: float | None = None, total: float | None = None) -> None:
        """Show what is being worked on, and how far it is when that is known."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=shown(text), completed=done, total=total)


@contextmanager
def step_progress(label: str) -> Iterator[StepProgress]:
    """Show a step at work for the block; leaves nothing behind on a terminal."""
    if not is_terminal():
        errors.print(f"{label} …")
        yield StepProgress(None)
        return
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn(f"{label:<22}"),
        BarColumn(bar_width=24),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with _bars(*columns, transient=True) as bar:
        yield StepProgress(bar)


@contextmanager
def counting(said: Callable[[int], str]) -> Iterator[Callable[[int], None]]:
    """Yield a function to call with how many more are done; `said` puts how many into words."""
    if not is_terminal():
        yield _plain_lines(said)
        return
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with _bars(*columns, transient=True) as bar:
        task = bar.add_task(said(0), total=None)
        done = 0

        def advance(more: int) -> None:
            nonlocal done
            done += more
            bar.update(task, description=said(done))

        yield advance


def _bars(*columns: "ProgressColumn", transient: bool = False) -> "Progress":
    # Imported here: it costs more than the rest of a start, and only a terminal needs it.
    from rich.progress import Progress

    return Progress(*columns, console=errors, transient=transient)


def _plain_lines(said: Callable[[int], str]) -> Callable[[int], None]:
    done = 0

    def advance(more: int) -> None:
        nonlocal done
        if (done + more) // LINE_EVERY > done // LINE_EVERY:
            errors.print(said(done + more))
        done += more

    return advance
