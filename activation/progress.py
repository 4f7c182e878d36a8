"""How far a long command has come: a counter that moves on a terminal, plain lines elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from warehouse.cli import errors, is_terminal

LINE_EVERY = 500


@contextmanager
def counting(label: str) -> Iterator[Callable[[int], None]]:
    """Yield a function to call with how many more are done."""
    if not is_terminal():
        yield _plain_lines(label)
        return
    columns = (SpinnerColumn(), TextColumn(label), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda more: bar.advance(task, more)


def _plain_lines(label: str) -> Callable[[int], None]:
    done = 0

    def advance(more: int) -> None:
        nonlocal done
        if (done + more) // LINE_EVERY > done // LINE_EVERY:
            errors.print(f"{label}: {done + more}", markup=False)
        done += more

    return advance
