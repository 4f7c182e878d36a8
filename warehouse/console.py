"""What every command line of the project shares: help, errors, output."""

import errno
import io
import json
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

import psycopg2
import typer
from rich.console import Console
from rich.table import Table
from typer.core import TyperGroup

from warehouse.errors import ExitCode, ProductError

AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")]

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False, soft_wrap=True)


class ProductGroup(TyperGroup):
    """A command group whose known failures end in one line on stderr and an exit code."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - typer keeps its own click private
        """Run the command; turn a ProductError into its line and its exit code."""
        for stream in (sys.stdout, sys.stderr):
            # A console or a log of another encoding shows `→` as `\u2192` instead of failing.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except ProductError as error:
            fail(str(error), error.exit_code)
        except (psycopg2.OperationalError, psycopg2.InterfaceError) as error:
            reason = (str(error).strip().splitlines() or ["connection lost"])[0]
            fail(
                f"PostgreSQL stopped answering ({reason}): run the same command again once the "
                "server is back; what was not committed will be done then",
                ExitCode.OUT_OF_REACH,
            )
        except psycopg2.Error as error:
            # Unexpected, so with its traceback; but its detail quotes the row that was
            # refused, and rows name people.
            quiet = RuntimeError(f"{type(error).__name__}: {error.diag.message_primary}")
            raise quiet.with_traceback(error.__traceback__) from None
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read our output has seen enough
                raise
            where = f"{error.filename}: " if error.filename else ""
            fail(
                f"{where}{error.strerror or error}: correct this and run the same command again",
                ExitCode.NEEDS_PERSON,
            )


def make_app(help_text: str) -> typer.Typer:
    """Return an empty command group with the project's conventions."""
    return typer.Typer(
        cls=ProductGroup,
        help=help_text,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode="markdown",
        pretty_exceptions_show_locals=False,
    )


def fail(message: str, code: int = ExitCode.SOME_REFUSED) -> None:
    """Print one line on stderr and leave with `code`."""
    errors.print(f"error: {message}", markup=False, style="red")
    sys.exit(int(code))


def emit_json(value: object) -> None:
    """Print `value` as JSON on stdout; dates as ISO text, decimals as plain numbers in text."""
    typer.echo(json.dumps(value, default=_plain, ensure_ascii=False, indent=2))


def show_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows under their column names; an empty table says so."""
    if not rows:
        console.print(f"{title}: nothing", markup=False)
        return
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row))
    console.print(table)


def is_terminal() -> bool:
    """Return whether progress may redraw lines: a terminal that is not `dumb`."""
    return errors.is_terminal and os.environ.get("TERM") != "dumb"


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    return str(value)
