"""What the owner's commands share beyond `warehouse.console`: all they say is French.

Which commands these are, and why: docs/decisions/languages.md.
"""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand
from typer.exceptions import TyperException

from warehouse.console import ProductGroup, errors, say, stopping_at_failures
from warehouse.errors import ConfigurationError, ProductError
from warehouse.wording import typeset

EnJson = Annotated[bool, typer.Option("--json", help="Écrit le résultat en JSON.")]
# typer says what is wrong with a command line in English; the kind of its error says as much.
MISUSES: dict[str, Callable[[Any], str]] = {
    "NoSuchOption": lambda error: f"l'option {error.option_name} n'existe pas",
    "BadOptionUsage": lambda error: f"l'option {error.option_name} attend une valeur",
    "BadParameter": lambda error: f"la valeur donnée à {_named(error)} ne convient pas",
    "MissingParameter": lambda error: f"il manque {_named(error)}",
}

if TYPE_CHECKING:  # what both kinds of command have
    Base = TyperCommand
else:
    Base = object


class _InFrench(Base):
    """Mixed into a command: its help, what it refuses and how it fails are told in French."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Read the command line; say in French what is wrong with it."""
        try:
            return super().make_context(*args, **kwargs)
        except TyperException as error:
            _misused(error)

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401 - typer keeps its own click private
        """Return the option --help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Montre cette aide."
        return option

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401
        """Run the command; tell a known failure in French."""
        try:
            with stopping_at_failures(fail):
                return super().invoke(ctx)
        except TyperException as error:
            _misused(error)


class OwnersCommand(_InFrench, TyperCommand):
    """One command the owner types."""


class OwnersGroup(_InFrench, ProductGroup):
    """A program the owner runs, without commands of its own."""

    def stop(self, error: ProductError) -> NoReturn:
        """Tell a known failure in French and leave."""
        fail(error)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002
        """Return what follows the program's name."""
        return ["[OPTIONS]"]


def add_command(app: typer.Typer, name: str, run: Callable[..., None], help_text: str) -> None:
    """Add a command of the owner's to `app`, whose list of commands names it in English."""
    summary = (run.__doc__ or "").partition("\n")[0]
    app.command(name, cls=OwnersCommand, help=typeset(help_text), short_help=summary)(run)


def fail(error: ProductError) -> NoReturn:
    """Print one line of French on stderr and leave with the error's exit code."""
    errors.print(typeset(f"erreur : {error.french}"), style="red")
    sys.exit(int(error.exit_code))


def tell(*lines: str, err: bool = False) -> None:
    """Print lines of French on stdout (or stderr), with the spaces French wants."""
    say(*map(typeset, lines), err=err)


def _misused(error: TyperException) -> NoReturn:
    said = MISUSES.get(type(error).__name__, lambda _: "la commande est mal écrite")
    fail(ConfigurationError(f"{said(error)} ; ajoutez --help pour voir ce qui est possible"))


def _named(error: Any) -> str:  # noqa: ANN401
    parameter = error.param
    return str(parameter.opts[0] if parameter and parameter.opts else "un argument")
