"""`dashboard`: serve the page, and say who may open it."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from typing import Annotated, Any

import typer
import uvicorn

from dashboard.access import tokens, users
from dashboard.app import AT_ONCE, build
from dashboard.patience import Protocol
from dashboard.place import HOST, PORT, Place, place_of
from warehouse import log
from warehouse.console import AsJson, emit_json, make_app, make_program, say, show_table
from warehouse.database import connect
from warehouse.errors import ConfigurationError
from warehouse.rows import value
from warehouse.settings import Settings, load_settings
from warehouse.state import root
from warehouse.wording import moment

UNTIL_NEXT_WORKER = 3.0  # seconds: one that dies at once does not keep the machine busy

app = make_program("The page: serve it, and say who may open it.")
people = make_app("People of the house who may open the page.")
app.add_typer(people, name="users")
programs = make_app("Programs that ask the API, each in somebody's name.")
app.add_typer(programs, name="tokens")

Name = Annotated[str, typer.Argument(help="The user's name, as decisions will show it.")]
FromStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input.")
]


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on: this machine's own.")] = HOST,
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = PORT,
    with_worker: Annotated[
        bool, typer.Option("--with-worker", help="Run `activation worker` beside the page.")
    ] = False,
) -> None:
    """Serve the page until Ctrl-C.

    On this machine only, unless --host says otherwise; behind a proxy, DASHBOARD_URL says under
    which address people find it.
    """
    settings = load_settings()
    place = place_of(settings, host, port)
    if not settings.get("DASHBOARD_DATABASE_URL"):
        _prepare(settings)
    _greet(settings, place)
    with (
        log.of_run(root(settings) / log.FOLDER, "page"),
        _worker(settings) if with_worker else nullcontext(),
    ):
        uvicorn.run(
            build(settings, place), host=host, port=port, log_level="warning", **serving(place)
        )


def serving(place: Place) -> dict[str, Any]:
    """Return how the server behaves: whose word it takes for an address, what it says of itself."""
    return {
        "proxy_headers": bool(place.proxies),
        "forwarded_allow_ips": list(place.proxies),
        "server_header": False,
        "access_log": False,
        "timeout_graceful_shutdown": 5,
        "http": Protocol,
        "limit_concurrency": AT_ONCE,
    }


@contextmanager
def _worker(settings: Settings) -> Iterator[None]:
    """Run a worker for the block, another one when it dies; letters wait for the next one."""
    # uvicorn passes the signal on once it has ended: the worker is to hear of it too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    is_over = threading.Event()
    workers: list[subprocess.Popen[bytes]] = []

    def keep_one() -> None:
        while not is_over.is_set():
            command = [sys.executable, "-m", "activation", "worker"]
            workers[:] = [subprocess.Popen(command, cwd=settings.root)]
            if is_over.is_set():
                workers[0].terminate()
            workers[0].wait()
            is_over.wait(UNTIL_NEXT_WORKER)

    keeper = threading.Thread(target=keep_one)
    keeper.start()
    try:
        yield
    finally:
        is_over.set()
        for worker in workers:
            worker.terminate()
        keeper.join()


def _prepare(settings: Settings) -> None:
    """Bring the database up to date, and the samples through their Monday when they never were."""
    with closing(connect(settings)) as conn:
        is_new = not value(conn, "select exists (select from ops.runs where command = 'weekly')")
    if is_new and settings.is_demo:
        say("The samples have not been through a Monday yet: `make weekly` first, a minute or two.")
        subprocess.run([sys.executable, "-m", "weekly"], cwd=settings.root, check=False)


def _greet(settings: Settings, place: Place) -> None:
    say(f"The page: {place.url}")
    if settings.get("DASHBOARD_DATABASE_URL"):
        return  # its login cannot make users
    with closing(connect(settings)) as conn:
        if users.everybody(conn):
            return
    say(
        "Nobody may open it yet. In another terminal, in this folder:",
        "    .venv/bin/dashboard users add YOUR-NAME --role owner",
    )


@people.command("add")
def add_user(
    name: Name,
    role: Annotated[str, typer.Option(help="owner decides and sends, reader looks.")],
    mail: Annotated[
        str | None, typer.Option("--mail", help="Where “M'envoyer cette lettre” sends.")
    ] = None,
    password_stdin: FromStdin = False,
) -> None:
    """Let somebody in; asks for their password."""
    password = _password(is_piped=password_stdin)
    with closing(connect(load_settings())) as conn:
        users.add(conn, name, role, mail, password)
    say(f"{name} may open the page as {role}.")


@people.command("list")
def list_users(as_json: AsJson = False) -> None:
    """List who may open the page, and when they last did."""
    with closing(connect(load_settings())) as conn:
        found = users.everybody(conn)
    if as_json:
        emit_json(found)
        return
    show_table(
        "Users of the page",
        ("name", "role", "mail", "since", "last seen"),
        [
            (one["name"], one["role"], one["mail_to"], moment(one["created_at"]),
             moment(one["last_seen_at"]))
            for one in found
        ],
    )  # fmt: skip


@people.command("remove")
def remove_user(name: Name) -> None:
    """Take somebody off: their session ends at its next request, what they decided stays."""
    with closing(connect(load_settings())) as conn:
        users.remove(conn, name)
    say(f"{name} no longer opens the page.")


@people.command("password")
def change_password(name: Name, password_stdin: FromStdin = False) -> None:
    """Give somebody another password: their sessions end at their next request."""
    password = _password(is_piped=password_stdin)
    with closing(connect(load_settings())) as conn:
        users.set_password(conn, name, password)
    say(f"{name} has another password; open sessions have ended.")


@programs.command("add")
def add_token(
    name: Annotated[str, typer.Argument(help="What the program is called.")],
    user: Annotated[str, typer.Option(help="The user in whose name it asks and decides.")],
    scope: Annotated[str, typer.Option(help="read looks, decide decides too.")] = "read",
) -> None:
    """Let a program ask; prints its token, once, on stdout."""
    with closing(connect(load_settings())) as conn:
        token = tokens.add(conn, name, user, scope)
    say("Keep it now: it is not shown again.", err=True)
    typer.echo(token)


@programs.command("list")
def list_tokens(as_json: AsJson = False) -> None:
    """List which programs may ask, in whose name, and when they last did."""
    with closing(connect(load_settings())) as conn:
        found = tokens.every(conn)
    if as_json:
        emit_json(found)
        return
    show_table(
        "Tokens",
        ("name", "user", "scope", "since", "last seen"),
        [
            (one["name"], one["user_name"], one["scope"], moment(one["created_at"]),
             moment(one["last_seen_at"]))
            for one in found
        ],
    )  # fmt: skip


@programs.command("revoke")
def revoke_token(name: Annotated[str, typer.Argument(help="What the program is called.")]) -> None:
    """End a token: its next request is refused, what it decided stays."""
    with closing(connect(load_settings())) as conn:
        tokens.revoke(conn, name)
    say(f"{name} no longer asks.")


def _password(*, is_piped: bool) -> str:
    if is_piped:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise ConfigurationError("no terminal to ask for a password in: use --password-stdin")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
