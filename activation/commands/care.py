"""Commands that look and decide: `status` (in French), `doctor`, `resolve`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from activation.approval.one_client import code_of_person
from activation.commands.told import Section, counted, letter_told, second_code, sections
from activation.reasons import labels
from activation.session import brevo_session
from warehouse.console import AsJson, emit_json, say, show_table
from warehouse.database import connect
from warehouse.errors import ConfigurationError, ExitCode, NeedsPersonError, ProductError
from warehouse.owner import EnJson, add_command, tell
from warehouse.settings import load_settings
from warehouse.wording import english, french


def register(app: typer.Typer) -> None:
    """Add this family's commands to `app`."""
    add_command(app, "status", status, STATUS)
    add_command(app, "letters", letters, LETTERS)
    app.command()(doctor)
    app.command()(resolve)
    add_command(app, "take-charge", take_charge, TAKE_CHARGE)


STATUS = """Montre où en est chaque lettre. Ne demande pas de clé et ne fait aucun appel.

Exemples : `activation status` · `activation status --json` · `activation status --contacts`
"""


def status(
    contacts: Annotated[
        bool, typer.Option("--contacts", help="Nomme les contacts que Brevo a refusés.")
    ] = False,
    as_json: EnJson = False,
) -> None:
    """Show where every letter stands. Needs no key and makes no call."""
    from activation import status as picture

    conn = connect(load_settings(), application_name="activation status")
    if contacts:
        failed = picture.failed_contacts(conn)
        if as_json:
            emit_json({"refused contacts": failed})
            return
        rows = [(one["client_code"], one["last_error"]) for one in failed]
        _show_section(Section("Contacts refusés", ("client", "raison"), rows))
        return
    found = picture.status(conn)
    if as_json:
        emit_json(found)
        return
    for section in sections(found, labels(conn)):
        _show_section(section)
    if found["breaker"]:
        tell(f"Envois arrêtés ({found['breaker']}) : voyez `activation resolve`.")


LETTERS = """Nomme les lettres approuvées : à qui, où elles en sont, et pourquoi.

Les dernières d'abord. États : `parties`, `attente`, `ecartees` (retirées et périmées aussi),
`refusees` par Brevo, `doute`.

Exemples : `activation letters` · `activation letters --state ecartees` ·
`activation letters --client CL00042 --json`
"""
# What a person asks for, and the states of the outbox it stands for.
ASKED = {
    "parties": ["accepted"],
    "attente": ["approved", "queued", "retry_wait"],
    "ecartees": ["skipped", "cancelled", "expired", "abandoned", "held_out"],
    "refusees": ["failed"],
    "doute": ["sending", "unknown"],
}


def letters(
    state: Annotated[str | None, typer.Option(metavar="ÉTAT", help=f"{', '.join(ASKED)}.")] = None,
    client: Annotated[str | None, typer.Option(metavar="CODE", help="Code d'un client.")] = None,
    most: Annotated[int, typer.Option(metavar="NOMBRE", help="Au plus ce nombre.")] = 50,
    as_json: EnJson = False,
) -> None:
    """Name the approved letters: to whom, where they stand, and why."""
    from activation.status import letters as each

    if state is not None and state not in ASKED:
        raise ConfigurationError(
            f"--state {state} is unknown: choose among {', '.join(ASKED)}",
            f"--state {state} est inconnu : choisissez parmi {', '.join(ASKED)}",
        )
    conn = connect(load_settings(), application_name="activation letters")
    code = client and code_of_person(conn, client)
    found = each(conn, ASKED[state] if state else None, code, most)
    if as_json:
        emit_json(found)
        return
    reasons = labels(conn)
    for letter in found:
        tell(*letter_told(letter, reasons))
    count = french(len(found), "lettre") if found else "Aucune lettre."
    tell(*second_code(client, code), count)
    tell("La suite : `activation status` ; pour les doutes, `activation resolve`.")


def _show_section(section: Section) -> None:
    if section.rows:
        show_table(*section)
    else:
        tell(f"{section.title} : rien.")


def doctor(
    fix: Annotated[
        bool, typer.Option("--fix", help="Create what is missing: attributes, list, webhook.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check the key, account, credits, sender, attributes, list, templates and webhook.

    Each with its remedy.

    Examples: `activation doctor` · `activation doctor --fix`
    """
    from activation.contacts.destination import create_missing
    from activation.doctor import examine
    from activation.feedback.registration import ensure, public_url

    with brevo_session("doctor", "real" if fix else "look") as session:
        made = create_missing(session.brevo) if fix else []
        if fix and (url := public_url(session.settings)):
            made += ["webhook"] if ensure(session.brevo, session.settings, url) else []
        checks = list(examine(session.settings, session.brevo, session.conn))
        session.run.counters = {"made": len(made), "wrong": sum(not one.is_ok for one in checks)}
    _show({"checks": [check.as_dict() for check in checks], "made": made}, as_json=as_json)
    if not all(check.is_ok for check in checks):
        raise typer.Exit(int(ExitCode.USAGE))


def resolve(
    which: Annotated[
        list[str] | None,
        typer.Argument(help="Ids of letters, or `breaker`; nothing lists the doubts."),
    ] = None,
    sent: Annotated[bool, typer.Option("--sent", help="They left.")] = False,
    not_sent: Annotated[bool, typer.Option("--not-sent", help="They never left: queue.")] = False,
    abandon: Annotated[bool, typer.Option("--abandon", help="Never send them again.")] = False,
    by: Annotated[str, typer.Option(help="Who decides.")] = "",
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    file: Annotated[
        Path | None, typer.Option(help="Decide on the ids of a CSV file with a column send_id.")
    ] = None,
    to_csv: Annotated[
        Path | None, typer.Option("--csv", help="Write the letters in doubt there.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Decide about letters in doubt, or let sending start again after the breaker.

    Examples: `activation resolve --csv doubts.csv` · `activation resolve --file doubts.csv --sent
    --by Odile --reason "seen in Brevo"` · `activation resolve SEND_ID --abandon --by Odile
    --reason "asked twice"` · `activation resolve breaker --by Odile --reason "addresses mended"`
    """
    from activation.sending import breaker
    from activation.sending import resolve as decisions

    conn = connect(load_settings(), application_name="activation resolve")
    ids = [*(which or []), *(decisions.read_ids(file) if file else [])]
    if not ids and not file:
        doubts = decisions.doubts(conn)
        if to_csv:
            decisions.write_doubts(doubts, to_csv)
        _show_doubts(doubts, as_json=as_json)
        raise typer.Exit(int(ExitCode.NEEDS_PERSON if doubts else ExitCode.DONE))
    if not by or not reason:
        raise ConfigurationError("a decision needs --by NAME and --reason TEXT")
    if ids == ["breaker"]:
        if not breaker.close(conn, by, reason):
            raise ConfigurationError("the breaker is not open: nothing to resolve")
        _say({"breaker": "closed", "by": by}, as_json=as_json)
        return
    if [sent, not_sent, abandon].count(True) != 1:
        raise ConfigurationError("say one of --sent, --not-sent or --abandon")
    decide, state = (
        (decisions.declare_sent, "accepted") if sent
        else (decisions.declare_not_sent, "queued") if not_sent
        else (decisions.abandon, "abandoned")
    )  # fmt: skip
    problems: list[ProductError] = []
    for send_id in ids:
        try:
            decide(conn, send_id, by, reason)
        except (ConfigurationError, NeedsPersonError) as problem:
            problems.append(problem)
        else:
            _say({"letter": send_id, "state": state, "by": by}, as_json=as_json)
    if len(ids) == 1 and problems:
        raise problems[0]
    say(*map(str, problems), err=True)
    say("Next: `activation send`." if not_sent else "Next: `activation resolve`.", err=True)
    if problems:
        raise typer.Exit(int(ExitCode.SOME_REFUSED))


def _show_doubts(doubts: list[dict[str, Any]], *, as_json: bool) -> None:
    """Print each doubt on lines a terminal of 80 columns holds, or JSON."""
    if as_json:
        emit_json({"letters in doubt": doubts})
        return
    for one in doubts:
        again = "may be sent again" if one["can_be_sent_again"] else "too early to send again"
        say(
            one["send_id"],
            f"   {one['client_code']} {one['email']} {one['scenario']}, called "
            f"{one['first_attempt_at']:%Y-%m-%d %H:%M}",
            f"   {english(one['absent_reads'], 'reading')} without it: {again}",
        )
    if not doubts:
        say("No letter is in doubt.")
        return
    say(
        f"{english(len(doubts), 'letter')} in doubt. Look in Brevo's log, then:",
        "   activation resolve ID --sent --by NAME --reason WHY",
        "   or --not-sent, or --abandon; many at once: --file, from the list of --csv",
    )


TAKE_CHARGE = """Dit que cette base est celle qui envoie, après une restauration ou un déménagement.

Relit d'abord tout ce que Brevo sait des lettres en attente : celles qui sont déjà parties ne
repartiront pas. Toute autre copie de la base cesse d'envoyer. Sans danger si on la répète.

Exemple : `activation take-charge --by Odile --reason "restaurée après la panne du 3 mars"`
"""


def take_charge(
    by: Annotated[str, typer.Option(metavar="NOM", help="Qui décide.")] = "",
    reason: Annotated[str, typer.Option(metavar="TEXTE", help="Pourquoi.")] = "",
    as_json: EnJson = False,
) -> None:
    """Say that this database is the one that sends, after a restore or a move."""
    from activation.approval.carry_out import carry_out
    from activation.privacy.forget import sweep
    from activation.sending.charge import Charge
    from activation.sending.departed import find_departed
    from activation.status import read_statuses
    from warehouse.progress import counting

    if not by.strip() or not reason.strip():
        raise ConfigurationError(
            "this decision needs --by NAME and --reason WHY",
            "cette décision demande --by NOM et --reason POURQUOI",
        )
    with brevo_session("take-charge") as session:
        sweep(session.conn, session.settings)
        # Letters approved before the dump and sent after it are to be found too.
        carry_out(session.conn, session.settings)
        counts = read_statuses(session, deep=True)
        with counting(lambda done: french(done, "lettre relue")) as progress:
            counts += find_departed(session.brevo, session.conn, progress)
        Charge(session.brevo, session.conn, session.settings).take(by, reason)
        session.run.counters = dict(counts)
        reasons = labels(session.conn)
    if as_json:
        emit_json(dict(sorted(counts.items())))
        return
    tell(*counted("send", counts, reasons))
    tell("Cette base est celle qui envoie. La suite : `activation send`.")


def _say(done: dict[str, str], *, as_json: bool) -> None:
    if as_json:
        emit_json(done)
    else:
        say(", ".join(f"{name}: {value}" for name, value in done.items()))


def _show(picture: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        emit_json(picture)
        return
    for title, lines in picture.items():
        if isinstance(lines, list) and lines and isinstance(lines[0], dict):
            show_table(title, list(lines[0]), [list(line.values()) for line in lines])
        else:
            found = [lines] if isinstance(lines, str) else lines or []
            show_table(title, (title,), [(line,) for line in found])
