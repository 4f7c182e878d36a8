"""Commands that move things: `send` (the owner's, in French), `worker`, `pull`, `sync`."""

from typing import Annotated, Any

import typer

from activation.commands.told import counted
from activation.reasons import labels
from activation.session import brevo_session
from warehouse.console import AsJson, emit_json, say, show_table
from warehouse.errors import ConfigurationError, ExitCode
from warehouse.owner import EnJson, add_command, tell
from warehouse.wording import french


def register(app: typer.Typer) -> None:
    """Add this family's commands to `app`."""
    add_command(app, "send", send, SEND)
    app.command()(worker)
    app.command()(pull)
    app.command()(sync)


GONE = ("accepted", "unknown", "sandboxed")  # left, or may have, or would have
SEND = """Envoie les lettres approuvées qui sont encore valables et encore permises.

Lit d'abord les statuts et les oppositions, règle les lettres en doute, puis fait un appel par
personne. Arrêtée n'importe où, la commande se relance : rien ne part deux fois.

Exemples : `activation send --sandbox` · `activation send --limit 50` · `activation send`
"""


def send(
    limit: Annotated[
        int | None,
        typer.Option(metavar="NOMBRE", help="Envoie au plus ce nombre de lettres."),
    ] = None,
    sandbox: Annotated[
        bool,
        typer.Option("--sandbox", help="Répète : Brevo vérifie chaque lettre et n'en garde rien."),
    ] = False,
    as_json: EnJson = False,
) -> None:
    """Send the approved letters that are still valid and still allowed."""
    from activation.sending.sender import Sender
    from activation.status import failed_letters
    from warehouse.progress import counting

    if limit is not None and limit < 1:
        raise ConfigurationError(
            f"--limit {limit} ne convient pas : donnez un nombre à partir de 1"
        )
    with brevo_session("send", "sandbox" if sandbox else "real") as session:
        sender = Sender(session.settings, session.brevo, session.conn, session.run, sandbox, limit)
        with counting(lambda done: french(done, "lettre")) as sender.progress:
            code = sender.send()
        session.run.exit_code = int(code)
        counts = dict(sorted(sender.counts.items()))
        failed = failed_letters(session.conn, session.run.run_id)
        reasons = labels(session.conn)
    if as_json:
        emit_json({**counts, "refused": failed, "notes": sender.notes})
    else:
        if not any(counts.get(name) for name in GONE):
            tell("Aucune lettre n'est partie.")
        for line in counted("send", counts, reasons):
            tell(line)
        for letter in failed:
            tell(_failed_letter(letter), err=True)
    for note in sender.notes:
        tell(f"{note[:1].upper()}{note[1:]}.", err=True)
    raise typer.Exit(int(code))


def _failed_letter(letter: dict[str, Any]) -> str:
    said = " ".join(filter(None, (letter["error_code"], f"« {letter['error_message']} »")))
    return f"Lettre refusée : {letter['send_id']} ({letter['scenario']}), Brevo répond {said}"


def worker() -> None:
    """Carry out what the page asks for, until it is told to stop: one worker for a database.

    Killed or stopped anywhere, the next one goes on: nothing leaves twice.

    Example: `activation worker`
    """
    from activation.worker.loop import work
    from warehouse.settings import load_settings

    say("at work: ctrl+C stops", err=True)
    work(load_settings())


def pull(
    deep: Annotated[
        bool, typer.Option("--deep", help="Read ninety days and every contact.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read statuses and opt-outs from Brevo. Writes nothing there.

    Examples: `activation pull` · `activation pull --deep --json`
    """
    from activation.status import read_statuses

    with brevo_session("pull") as session:
        counts = read_statuses(session, deep=deep)
    _report("New from Brevo", dict(sorted(counts.items())), as_json=as_json)


def sync(
    erase: Annotated[
        list[str] | None,
        typer.Option(help="Attribute whose absent values are emptied at Brevo too; repeatable."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Bring the contacts whose attributes changed to Brevo, and read them back.

    Examples: `activation sync` · `activation sync --erase GAMME_PREF`
    """
    from activation.contacts.attributes import ATTRIBUTES
    from activation.contacts.sync import sync as sync_contacts
    from activation.privacy.forget import sweep
    from activation.status import failed_contacts

    unknown = sorted(set(erase or []) - ATTRIBUTES.keys())
    if unknown:
        raise ConfigurationError(
            f"{unknown[0]} is not an attribute: choose among {', '.join(ATTRIBUTES)}"
        )
    with brevo_session("sync") as session:
        # A restored backup brings erased persons back, with their addresses.
        sweep(session.conn, session.settings)
        counts = sync_contacts(session.brevo, session.conn, session.key, frozenset(erase or []))
        session.run.counters = dict(counts)
        failed = counts["failed"] + counts["not_kept"]
        code = ExitCode.SOME_REFUSED if failed else ExitCode.DONE
        session.run.exit_code = int(code)
        named = failed_contacts(session.conn) if failed else []
    if as_json:
        emit_json({**dict(sorted(counts.items())), "refused": named})
    else:
        _report("Contacts", dict(sorted(counts.items())), as_json=False)
        for one in named:
            say(f"refused: {one['client_code']}: “{one['last_error']}”", err=True)
    raise typer.Exit(int(code))


def _report(title: str, counts: dict[str, int], *, as_json: bool) -> None:
    if as_json:
        emit_json(counts)
    else:
        show_table(title, ("what", "how many"), list(counts.items()))
