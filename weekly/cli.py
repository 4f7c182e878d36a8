"""`weekly`: the Monday run from the command line."""

import typer

from warehouse.console import make_app
from warehouse.settings import load_settings
from weekly.run import run as run_steps

app = make_app(
    "The Monday run: load → read statuses → dbt build → plan the letters → summary.\n\n"
    "Exit codes: 0 done · 1 done, some files refused · 2 configuration · 3 needs a person · "
    "4 database or Brevo out of reach · 75 another run is at work."
)


@app.callback(invoke_without_command=True, no_args_is_help=False)
def weekly(context: typer.Context) -> None:
    """Run every step in order; running it again changes nothing that is already done."""
    if context.invoked_subcommand is None:
        raise typer.Exit(int(run_steps(load_settings())))
