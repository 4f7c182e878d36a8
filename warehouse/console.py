"""What every command line of the project shares: help, errors, output."""

import errno
import json
import logging
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, NoReturn

import psycopg2
import typer
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.table import Table
from typer.core import TyperGroup

from warehouse.errors import LockedError, NeedsPersonError, OutOfReachError, ProductError
from warehouse.log import RunLines
from warehouse.output import keep_output_harmless


def choose_house(house: str | None) -> str | None:
    """Have this process, and what it starts, work for a house of the register."""
    if house:
        os.environ["CRM_HOUSE"] = house
    return house


House = Annotated[
    str | None,
    typer.Option(
        "--house", metavar="NAME", callback=choose_house, help="Work for this house of houses.toml."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")]

# What makes a reader do something instead of showing something, or shows nothing at all: control
# characters of both sets, line separators a terminal does not know, those that turn the direction
# of writing, those without a width. dbt's macro `plain_text` has the same.
STEERING = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    r"\ufff9-\ufffb\U000e0000-\U000e007f]"
)
BREAKS = re.compile(r"[\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]+")

# PostgreSQL's codes for a full disk, a limit on temporary files, and a disk that fails.
NO_ROOM = ("53100", "53400", "58030")


def printable(text: object) -> str:
    """Return text that a terminal only shows: what would steer it is written out (`\\x1b`).

    Line breaks and tabs stay; `shown` is for what must not break its line.
    """
    return STEERING.sub(lambda found: ascii(found[0])[1:-1], str(text))


def plain(text: object) -> str:
    """Return text for a file or a letter: without what steers its reader, on one line."""
    return STEERING.sub("", BREAKS.sub(" ", str(text))).strip(" ")


def shown(value: object) -> str:
    """Return a value from outside (a file's name, a line of an export) as text on one line."""
    return printable(value).replace("\n", "\\n")


class PlainConsole(Console):
    """Shows text as it is: no mark-up, no emoji codes, nothing in it that steers a terminal."""

    def __init__(self, *, stderr: bool = False, soft_wrap: bool = False) -> None:
        """`stderr`: where to print; `soft_wrap`: leave long lines to the terminal."""
        super().__init__(
            stderr=stderr, soft_wrap=soft_wrap, markup=False, emoji=False, highlight=False
        )

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Render with the text cleaned: tables and progress bars come through here as well."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=printable(segment.text))


console = PlainConsole()
errors = PlainConsole(stderr=True, soft_wrap=True)


class LogLines(logging.Handler):
    """Shows what modules log as lines of stderr, like any other word of the product."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print one record."""
        errors.print(self.format(record))


def set_up_logging() -> None:
    """Show warnings on stderr and keep them with the run, once.

    Whoever has set up logging before keeps their own.
    """
    handlers = [LogLines(), RunLines()]
    logging.basicConfig(level=logging.WARNING, format="%(message)s", handlers=handlers)
    # Its debug lines show paths and queries, and those hold addresses.
    logging.getLogger("urllib3").setLevel(logging.WARNING)


class ProductGroup(TyperGroup):
    """A command group whose known failures end in one line on stderr and an exit code."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - typer keeps its own click private
        """Run the command; turn a known failure into its line and its exit code."""
        keep_output_harmless()
        set_up_logging()
        with stopping_at_failures(self.stop):
            return super().invoke(ctx)

    def stop(self, error: ProductError) -> NoReturn:
        """Tell a known failure and leave."""
        fail(error)


@contextmanager
def stopping_at_failures(stop: Callable[[ProductError], NoReturn]) -> Iterator[None]:
    """Hand a known failure of the block to `stop`; whatever else goes wrong is not caught."""
    try:
        yield
    except ProductError as error:
        stop(error)
    except (psycopg2.OperationalError, psycopg2.InterfaceError) as error:
        stop(failed_database(error))
    except psycopg2.Error as error:
        # Unexpected, so with its traceback; but its detail quotes the row that was
        # refused, and rows name people.
        quiet = RuntimeError(f"{type(error).__name__}: {error.diag.message_primary}")
        raise quiet.with_traceback(error.__traceback__) from None
    except OSError as error:
        if error.errno == errno.EPIPE:  # whoever read our output has seen enough
            raise
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            stop(
                NeedsPersonError(
                    "the disk is full: make room, then run the same command again",
                    "le disque est plein : libérez de la place, puis relancez la même commande",
                )
            )
        where, what = error.filename or "", error.strerror or str(error)
        stop(
            NeedsPersonError(
                f"{where}: {what}: correct this and run the same command again".lstrip(": "),
                f"{where} : « {what} » : corrigez cela, puis relancez la même commande".lstrip(
                    " :"
                ),
            )
        )


def failed_database(error: psycopg2.Error) -> ProductError:
    """Return what to say when PostgreSQL stops in the middle of the work, and whose turn it is."""
    if isinstance(error, psycopg2.errors.LockNotAvailable):
        return LockedError(
            "a table stayed in use too long by somebody else's transaction: run the same command "
            "again when it has ended",
            "une table est restée trop longtemps utilisée par la transaction de quelqu'un : "
            "relancez la même commande quand elle sera finie",
        )
    reason = (str(error).strip().splitlines() or ["connection lost"])[0]
    if (error.pgcode or "") in NO_ROOM:
        return NeedsPersonError(
            f"PostgreSQL has no room or cannot write ({reason}): make room on its disk, then run "
            "the same command again; what was not committed will be done then",
            f"PostgreSQL n'a plus de place ou ne peut écrire (« {reason} ») : libérez de la place "
            "sur son disque, puis relancez la même commande ; ce qui n'était pas enregistré sera "
            "fait alors",
        )
    return OutOfReachError(
        f"PostgreSQL stopped answering ({reason}): run the same command again once the "
        "server is back; what was not committed will be done then",
        f"PostgreSQL ne répond plus (« {reason} ») : relancez la même commande quand le serveur "
        "sera revenu ; ce qui n'était pas enregistré sera fait alors",
    )


def make_app(help_text: str, cls: type[ProductGroup] = ProductGroup) -> typer.Typer:
    """Return an empty command group with the project's conventions."""
    return typer.Typer(
        cls=cls,
        help=help_text,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode="markdown",
        pretty_exceptions_show_locals=False,
    )


def make_program(help_text: str) -> typer.Typer:
    """Return a command group that works for the house --house names, where there are several."""
    app = make_app(help_text)

    @app.callback()
    def program(house: House = None) -> None:
        pass

    return app


def fail(error: ProductError) -> NoReturn:
    """Print one line on stderr and leave with the error's exit code."""
    errors.print(f"error: {error}", style="red")
    sys.exit(int(error.exit_code))


def emit_json(value: object) -> None:
    """Print `value` as JSON on stdout; dates as ISO text, decimals as plain numbers in text."""
    typer.echo(json_text(value, indent=2))


def json_text(value: object, *, indent: int | None = None) -> str:
    """Return `value` as JSON that can be shown: nothing in it steers a terminal."""
    text = json.dumps(value, default=_plain, ensure_ascii=False, indent=indent)
    return STEERING.sub(lambda found: json.dumps(found[0])[1:-1], text)


def say(*lines: str, err: bool = False) -> None:
    """Print each of `lines` on one line of stdout (or stderr); nothing in it steers a terminal."""
    typer.echo("\n".join(map(shown, lines)), err=err)


def show_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows under their column names; an empty table says so."""
    if not rows:
        console.print(f"{title}: nothing")
        return
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*("" if value is None else printable(value) for value in row))
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
