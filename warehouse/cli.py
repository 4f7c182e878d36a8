"""Commands over the database itself: start, stop, look."""

import os
import subprocess
from typing import Annotated

import typer

from warehouse import database, log, migrate
from warehouse.console import console, make_program, say
from warehouse.embedded import binaries
from warehouse.errors import ConfigurationError
from warehouse.profile import write_profile
from warehouse.settings import load_settings
from warehouse.state import root

app = make_program("The warehouse's database: start it, stop it, bring its schemas up to date.")


@app.command()
def up() -> None:
    """Start the embedded server when there is no DATABASE_URL, migrate, write profiles.yml.

    After it, `dbt build`, `dbt docs generate` and `dbt docs serve` work from the root.
    """
    settings = load_settings()
    conn = database.connect(settings)
    conn.autocommit = True
    database.guard(conn)
    version = conn.server_version // 10000
    conn.close()
    write_profile(settings, is_asked=True)
    place = "DATABASE_URL" if settings.database_url else f"embedded, {settings.embedded_database}"
    console.print(
        f"PostgreSQL {version} is up ({place}), schemas at {migrate.head()}, "
        "profiles.yml in place.",
    )


@app.command()
def down() -> None:
    """Stop the embedded server; its data stay in `.postgres/`."""
    stopped = database.server(load_settings()).stop()
    console.print("PostgreSQL has stopped." if stopped else "PostgreSQL was not running.")


@app.command()
def logs(
    run: Annotated[str | None, typer.Argument(help="The beginning of the run's id.")] = None,
) -> None:
    """Print one run's lines of JSON in order of time: by default the last Monday run's."""
    found = log.lines_of(root(load_settings()), run)
    if not found:
        wanted = f"whose id begins with {run}" if run else "yet: `make weekly` makes the first"
        raise ConfigurationError(f"there is no run {wanted}")
    say(*found)


@app.command()
def psql(
    arguments: Annotated[list[str] | None, typer.Argument(help="Arguments for psql.")] = None,
) -> None:
    """Open psql on the warehouse: `python -m warehouse psql -- -c 'select 1'`."""
    settings = load_settings()
    database.connect(settings).close()
    variables = {**os.environ, **database.environment(settings)}
    done = subprocess.run(
        [str(binaries() / "psql"), *(arguments or [])], env=variables, check=False
    )
    raise typer.Exit(done.returncode)
