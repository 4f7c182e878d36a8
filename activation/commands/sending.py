"""Commands that move things: send letters, pull statuses, sync contacts."""

from typing import Annotated, Any

import typer

from activation.session import brevo_session
from warehouse.console import AsJson, emit_json, show_table
from warehouse.errors import ConfigurationError, ExitCode
from warehouse.wording import french


def register(app: typer.Typer) -> None:
    """Add this family's commands to `app`."""
    app.command()(send)
    app.command()(pull)
    app.command()(sync)


def send(
    limit: Annotated[
        int | None, typer.Option(min=1, help="Send at most this many letters.")
    ] = None,
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="Rehearse: Brevo checks each letter and drops it.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Send the approved letters that are still valid and still allowed.

    Reads statuses and opt-outs first; settles letters left in doubt; then one call per
    person. Killed or stopped anywhere, run it again: nothing leaves twice.

    Examples: `activation send --sandbox` · `activation send --limit 50` · `activation send`
    """
    from activation.sending.sender import Sender
    from activation.status import refused_letters
    from warehouse.progress import counting

    with brevo_session("send", "sandbox" if sandbox else "real") as session:
        sender = Sender(session.settings, session.brevo, session.conn, session.run, sandbox, limit)
        with counting(lambda done: french(done, "lettre")) as sender.progress:
            code = sender.send()
        session.run.exit_code = int(code)
        counts = dict(sorted(sender.counts.items()))
        refused = refused_letters(session.conn, session.run.run_id)
    _report("Letters", counts, as_json=as_json, refused=refused)
    if code is ExitCode.NEEDS_PERSON:
        typer.echo("Some letters are in doubt: `activation resolve` lists them.", err=True)
    raise typer.Exit(int(code))


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
    from activation.status import refused_contacts

    unknown = sorted(set(erase or []) - ATTRIBUTES.keys())
    if unknown:
        raise ConfigurationError(
            f"{unknown[0]} is not an attribute: choose among {', '.join(ATTRIBUTES)}"
        )
    with brevo_session("sync") as session:
        counts = sync_contacts(session.brevo, session.conn, session.key, frozenset(erase or []))
        session.run.counters = dict(counts)
        refused = counts["failed"] + counts["not_kept"]
        code = ExitCode.SOME_REFUSED if refused else ExitCode.DONE
        session.run.exit_code = int(code)
        named = refused_contacts(session.conn) if refused else []
    _report("Contacts", dict(sorted(counts.items())), as_json=as_json, refused=named)
    raise typer.Exit(int(code))


def _report(
    title: str,
    counts: dict[str, int],
    *,
    as_json: bool,
    refused: list[dict[str, Any]] | None = None,
) -> None:
    """Print counts, and name each refused item."""
    if as_json:
        emit_json({**counts, "refused": refused} if refused is not None else counts)
        return
    show_table(title, ("what", "how many"), list(counts.items()))
    for item in refused or []:
        typer.echo("refused: " + " ".join(str(part) for part in item.values() if part), err=True)
