"""What a person sees while the run works: a moving line on a terminal, plain lines elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from warehouse.cli import errors, is_terminal


class StepProgress:
    """Progress of one step; `update` may be called as often as the work likes."""

    def __init__(self, bar: Progress | None) -> None:
        """`bar` is None away from a terminal: then `update` stays silent."""
        self._bar = bar
        self._task = bar.add_task("", total=None) if bar else None

    def update(self, text: str, done: float | None = None, total: float | None = None) -> None:
        """Show what is being worked on, and how far it is when that is known."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=text, completed=done, total=total)


@contextmanager
def step_progress(label: str) -> Iterator[StepProgress]:
    """Show a step at work for the block; leaves nothing behind on a terminal."""
    if not is_terminal():
        errors.print(f"{label} …", markup=False)
        yield StepProgress(None)
        return
    columns = (
        SpinnerColumn(),
        TextColumn(f"{label:<22}"),
        BarColumn(bar_width=24),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=errors, transient=True) as bar:
        yield StepProgress(bar)
