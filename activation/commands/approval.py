"""Commands on letters to come: `plan`, `letter`, `approve`, `reject`."""

import csv
import dataclasses
import getpass
import uuid
from pathlib import Path
from typing import Annotated

import typer
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.carry_out import carry_out
from activation.approval.decide import Decided, approve, reject
from activation.approval.plan import build_plan
from activation.approval.plan_text import plan_text as render
from activation.approval.selection import Selection, read_decisions
from activation.contacts.state import require_attributes
from activation.letters import templates
from activation.letters.sender_identity import load_identity
from activation.reasons import labels
from warehouse.console import AsJson, emit_json
from warehouse.database import connect
from warehouse.errors import ConfigurationError, ExitCode, NeedsPersonError
from warehouse.rows import row, rows
from warehouse.settings import load_settings

Ids = Annotated[list[uuid.UUID] | None, typer.Argument(help="Identifiers of proposals.")]
Scenario = Annotated[str | None, typer.Option(help=f"{', '.join(templates.SCENARIOS)}.")]
Client = Annotated[str | None, typer.Option(help="Code of one client.")]
MinScore = Annotated[float | None, typer.Option(help="Least score of the first wine, 0 to 100.")]
FromFile = Annotated[Path | None, typer.Option("--file", help="CSV written by `plan --csv`.")]
Everything = Annotated[bool, typer.Option("--all", help="Every current proposal.")]
By = Annotated[str | None, typer.Option(help="Who decides; by default the session's user.")]


def register(app: typer.Typer) -> None:
    """Add this family's commands to `app`."""
    app.command("plan")(plan_command)
    app.command("letter")(letter_command)
    app.command("approve")(approve_command)
    app.command("reject")(reject_command)


def plan_command(
    as_json: AsJson = False,
    to_csv: Annotated[
        Path | None, typer.Option("--csv", help="Write the proposals there, to be decided on.")
    ] = None,
) -> None:
    """Show what would leave: letters, who is left out and why, contacts, three letters in full.

    No call is ever made. Proposals are kept, each bound to its exact content.

    Examples: `activation plan` · `activation plan --csv lettres.csv`
    """
    settings = load_settings()
    conn = connect(settings, application_name="activation plan")
    require_attributes(conn)
    plan = build_plan(conn, settings)
    if to_csv:
        _write_proposals(conn, to_csv)
    if as_json:
        emit_json({**dataclasses.asdict(plan), "letters": plan.letters})
    else:
        typer.echo(render(plan, labels(conn)))
    conn.close()


def letter_command(
    reco_id: uuid.UUID,
    html: Annotated[Path | None, typer.Option(help="Write the HTML page there.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show one proposed letter exactly as it would leave.

    Example: `activation letter 0f8fad5b-d9cb-469f-a165-70867728950e --html lettre.html`
    """
    settings = load_settings()
    conn = connect(settings, application_name="activation letter")
    kept = row(
        conn,
        "select scenario, params, template_sha256 from activation.recommendations"
        " where reco_id = %s and erased_at is null",
        (str(reco_id),),
    )
    if kept is None:
        raise ConfigurationError(f"no proposal {reco_id}: `activation plan --csv` lists them")
    compiled = templates.compile_letter(kept["scenario"], load_identity(settings))
    if compiled.sha256 != kept["template_sha256"]:
        raise NeedsPersonError(
            f"the words or the sender of the letter {kept['scenario']} have changed since it was "
            "proposed: run `activation plan`, then look again"
        )
    filled = templates.render(compiled, kept["params"])
    if html:
        html.write_text(filled.html, encoding="utf-8")
    if as_json:
        emit_json({"reco_id": reco_id, **dataclasses.asdict(filled)})
    else:
        typer.echo(f"Objet : {filled.subject}\n\n{filled.text}")


def approve_command(
    reco_ids: Ids = None,
    scenario: Scenario = None,
    client: Client = None,
    min_score: MinScore = None,
    file: FromFile = None,
    everything: Everything = False,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Approve proposals: each is frozen as shown and put in the outbox.

    Examples: `activation approve --scenario REBUY --min-score 60` ·
    `activation approve --file lettres.csv --by Claire`
    """
    selection = _selection(reco_ids, scenario, client, min_score, file, everything)
    settings = load_settings()
    conn = connect(settings, application_name="activation approve")
    decided = approve(conn, settings, selection, by or getpass.getuser())
    carry_out(conn, settings)
    _report(decided, "approuvées", labels(conn), as_json)
    conn.close()


def reject_command(
    reason: Annotated[str, typer.Option(help="Why; kept with the decision.")],
    reco_ids: Ids = None,
    scenario: Scenario = None,
    client: Client = None,
    min_score: MinScore = None,
    file: FromFile = None,
    everything: Everything = False,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Reject proposals; one approved and not yet sent is taken back.

    Example: `activation reject --client CL00042 --reason "vient d'appeler"`
    """
    selection = _selection(reco_ids, scenario, client, min_score, file, everything)
    settings = load_settings()
    conn = connect(settings, application_name="activation reject")
    decided = reject(conn, selection, by or getpass.getuser(), reason)
    carry_out(conn, settings)
    _report(decided, "refusées", labels(conn), as_json)
    conn.close()


def _selection(
    reco_ids: list[uuid.UUID] | None,
    scenario: str | None,
    client: str | None,
    min_score: float | None,
    file: Path | None,
    everything: bool,
) -> Selection:
    if scenario and scenario.upper() not in templates.SCENARIOS:
        raise ConfigurationError(
            f"--scenario {scenario} is unknown: use one of {', '.join(templates.SCENARIOS)}"
        )
    if file and reco_ids:
        raise ConfigurationError("give either identifiers or --file, not both")
    chosen = read_decisions(file) if file else Selection(reco_ids=reco_ids or None)
    if not any((chosen.reco_ids is not None, scenario, client, min_score is not None, everything)):
        raise ConfigurationError(
            "nothing selected: give identifiers, --scenario, --client, --min-score, --file or --all"
        )
    return dataclasses.replace(chosen, scenario=scenario, client_code=client, min_score=min_score)


def _report(outcome: Decided, done: str, words: dict[str, str], as_json: bool) -> None:
    if as_json:
        found = dataclasses.asdict(outcome)
        refusals = found.pop("undecided")
        emit_json({**found, "refusals": refusals})
    else:
        typer.echo(f"{outcome.decided} {done}, {outcome.unchanged} déjà décidées")
        for one in outcome.undecided:
            typer.echo(f"{one.reco_id} : {words.get(one.reason, one.reason)}")
    if outcome.undecided:
        raise typer.Exit(ExitCode.SOME_REFUSED)


def _write_proposals(conn: Connection, path: Path) -> None:
    """Write the current proposals as CSV that a French spreadsheet opens: `;`, UTF-8 with BOM."""
    found = rows(
        conn,
        """
        select kept.reco_id, kept.content_hash, kept.client_code, kept.scenario,
            (kept.items -> 0 ->> 'score')::numeric as score,
            (select string_agg(wine ->> 'nom', ' + ') from
                jsonb_array_elements(kept.params -> 'produits') as wine) as vins
        from activation.recommendations as kept
        inner join sync.brevo_messages as messages on kept.reco_id = messages.reco_id
        where kept.withdrawn_at is null
        order by kept.scenario, score desc, kept.reco_id
        """,
    )
    names = ["reco_id", "content_hash", "client_code", "scenario", "score", "vins"]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, names, delimiter=";")
        writer.writeheader()
        writer.writerows(found)
