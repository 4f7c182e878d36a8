"""`fleet`: the Monday runs of many houses."""

import os
import socket
from contextlib import closing
from functools import partial
from typing import Annotated

import typer

from fleet.asked import TASK, ask, connect, latest, settings_of_queue
from warehouse.console import AsJson, emit_json, make_app, say, show_table
from warehouse.errors import ConfigurationError
from warehouse.houses import register
from warehouse.settings import load_settings

app = make_app(
    "The Monday runs of many houses (`houses.toml`): ask for them, carry them out on any number "
    "of machines, see what became of them."
)

Houses = Annotated[list[str] | None, typer.Argument(help="Names of houses; without any, all.")]


@app.command("ask")
def ask_command(houses: Houses = None) -> None:
    """Ask for a run of each house; one that still waits for its run is not asked twice."""
    settings = settings_of_queue()
    known = sorted(register(settings.root).houses)
    if unknown := set(houses or ()) - set(known):
        raise ConfigurationError(
            f"no house is named {', '.join(sorted(unknown))}: there are {', '.join(known)}"
        )
    with closing(connect(settings)) as conn:
        wanted = houses or known
        asked = ask(conn, wanted)
    waiting = len(set(wanted)) - len(asked)
    say(f"Asked: {len(asked)}; waiting for their run already: {waiting}.")


@app.command()
def work(
    at_once: Annotated[
        int, typer.Option("--at-once", min=1, help="Houses at once; each run keeps two threads.")
    ] = 1,
) -> None:
    """Carry out runs until Ctrl-C; start as many, on as many machines, as the Monday needs.

    A run goes on `weekly --house NAME`, and is tried again when another one is at work in the
    house, its database is out of reach, or its worker has died.
    """
    from fleet.carry_out import carry_out
    from warehouse.shared_queue import run_jobs

    settings = settings_of_queue()
    connect(settings).close()
    name = f"{socket.gethostname()} {os.getpid()}"
    say(f"Worker {name}: {at_once} at once, until Ctrl-C.", err=True)
    environment = load_settings(settings.root, house=settings.house)
    run_jobs(
        settings,
        TASK,
        partial(carry_out, settings, name),
        name=name,
        at_once=at_once,
        patience=environment.number("FLEET_PATIENCE", 60, least=1),
        retry_after=round(environment.number("FLEET_RETRY_SECONDS", 300, least=1)),
    )


@app.command()
def status(as_json: AsJson = False) -> None:
    """Show each house's last run: asked, begun, ended, by which worker, with which exit code."""
    settings = settings_of_queue()
    with closing(connect(settings)) as conn:
        runs = latest(conn)
    never = sorted(register(settings.root).houses.keys() - {run["house"] for run in runs})
    if as_json:
        emit_json({"runs": runs, "never_asked": never})
        return
    columns = ("house", "asked", "begun", "ended", "tries", "exit", "worker")
    show_table("Last run of each house (UTC)", columns, [_shown(run) for run in runs])
    if never:
        say(f"Never asked: {', '.join(never)}.")


def _shown(run: dict[str, object]) -> list[object]:
    names = ("asked_at", "started_at", "finished_at")
    moments = [str(run[name])[:19] if run[name] else None for name in names]
    return [run["house"], *moments, run["attempts"], run["exit_code"], run["worker"]]
