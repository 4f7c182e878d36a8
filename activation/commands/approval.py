"""The owner's commands on letters to come, in French: `plan`, `letter`, `approve`, `reject`."""

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
from warehouse.console import emit_json, plain, say
from warehouse.database import connect
from warehouse.errors import ConfigurationError, ExitCode, NeedsPersonError
from warehouse.owner import EnJson, add_command, tell
from warehouse.rows import row, rows
from warehouse.settings import load_settings
from warehouse.wording import french, typeset

Ids = Annotated[
    list[uuid.UUID] | None, typer.Argument(metavar="ID", help="Identifiants de propositions.")
]
Scenario = Annotated[
    str | None,
    typer.Option(metavar="NOM", help=f"{', '.join(templates.SCENARIOS)}."),
]
Client = Annotated[str | None, typer.Option(metavar="CODE", help="Code d'un client.")]
MinScore = Annotated[
    float | None,
    typer.Option(metavar="SCORE", help="Score minimal du premier vin, de 0 à 100."),
]
FromFile = Annotated[
    Path | None,
    typer.Option("--file", metavar="FICHIER", help="CSV écrit par `plan --csv`."),
]
Everything = Annotated[bool, typer.Option("--all", help="Toutes les propositions en cours.")]
By = Annotated[
    str | None,
    typer.Option(metavar="NOM", help="Qui décide ; à défaut, l'utilisateur de la session."),
]

LISTED = "`activation plan --csv lettres.csv` en écrit la liste"

PLAN = """Montre ce qui partirait : les lettres, qui n'en reçoit pas et pourquoi, les contacts, et
trois lettres en entier.

Aucun appel n'est fait. Les propositions sont gardées, chacune liée à son contenu exact.

Exemples : `activation plan` · `activation plan --csv lettres.csv`
"""
LETTER = """Montre une lettre proposée, exactement comme elle partirait.

Exemple : `activation letter 0f8fad5b-d9cb-469f-a165-70867728950e --html lettre.html`
"""
APPROVE = """Approuve des propositions : chacune est figée telle que montrée et attend l'envoi.

Exemples : `activation approve --scenario REBUY --min-score 60` ·
`activation approve --file lettres.csv --by Claire`
"""
REJECT = """Refuse des propositions ; une lettre approuvée et pas encore partie est retirée.

Exemple : `activation reject --client CL00042 --reason "vient d'appeler"`
"""


def register(app: typer.Typer) -> None:
    """Add this family's commands to `app`."""
    add_command(app, "plan", plan_command, PLAN)
    add_command(app, "letter", letter_command, LETTER)
    add_command(app, "approve", approve_command, APPROVE)
    add_command(app, "reject", reject_command, REJECT)


def plan_command(
    as_json: EnJson = False,
    to_csv: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FICHIER", help="Y écrit les propositions à décider."),
    ] = None,
) -> None:
    """Show what would leave: letters, who is left out and why, contacts, three letters in full."""
    settings = load_settings()
    conn = connect(settings, application_name="activation plan")
    require_attributes(conn)
    plan = build_plan(conn, settings)
    if to_csv:
        _write_proposals(conn, to_csv)
    if as_json:
        emit_json({**dataclasses.asdict(plan), "letters": plan.letters})
    else:
        say(*render(plan, labels(conn)).split("\n"))
    conn.close()


def letter_command(
    reco_id: Annotated[
        uuid.UUID | None, typer.Argument(metavar="ID", help="Identifiant de la proposition.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FICHIER", help="Y écrit la page HTML.")
    ] = None,
    as_json: EnJson = False,
) -> None:
    """Show one proposed letter exactly as it would leave."""
    if reco_id is None:
        raise ConfigurationError(f"de quelle proposition ? donnez son identifiant : {LISTED}")
    settings = load_settings()
    conn = connect(settings, application_name="activation letter")
    kept = row(
        conn,
        "select scenario, params, template_sha256 from activation.recommendations"
        " where reco_id = %s and erased_at is null",
        (str(reco_id),),
    )
    if kept is None:
        raise ConfigurationError(f"aucune proposition n'a l'identifiant {reco_id} : {LISTED}")
    compiled = templates.compile_template(kept["scenario"], load_identity(settings))
    if compiled.sha256 != kept["template_sha256"]:
        raise NeedsPersonError(
            f"le texte ou l'expéditeur de la lettre {kept['scenario']} ont changé depuis la "
            "proposition : lancez `activation plan`, puis regardez de nouveau"
        )
    filled = templates.render(compiled, kept["params"])
    if html:
        html.write_text(filled.html, encoding="utf-8")
    if as_json:
        emit_json({"reco_id": reco_id, **dataclasses.asdict(filled)})
    else:
        say(typeset("Objet : ") + filled.subject, "", *filled.text.split("\n"))


def approve_command(
    reco_ids: Ids = None,
    scenario: Scenario = None,
    client: Client = None,
    min_score: MinScore = None,
    file: FromFile = None,
    everything: Everything = False,
    by: By = None,
    as_json: EnJson = False,
) -> None:
    """Approve proposals: each is frozen as shown and put in the outbox."""
    selection = _selection(reco_ids, scenario, client, min_score, file, everything)
    settings = load_settings()
    conn = connect(settings, application_name="activation approve")
    decided = approve(conn, settings, selection, by or getpass.getuser())
    carry_out(conn, settings)
    _report(decided, "approuvée", labels(conn), as_json)
    conn.close()


def reject_command(
    reason: Annotated[
        str, typer.Option(metavar="TEXTE", help="Pourquoi ; gardé avec la décision. Obligatoire.")
    ] = "",
    reco_ids: Ids = None,
    scenario: Scenario = None,
    client: Client = None,
    min_score: MinScore = None,
    file: FromFile = None,
    everything: Everything = False,
    by: By = None,
    as_json: EnJson = False,
) -> None:
    """Reject proposals; one approved and not yet sent is taken back."""
    selection = _selection(reco_ids, scenario, client, min_score, file, everything)
    settings = load_settings()
    conn = connect(settings, application_name="activation reject")
    decided = reject(conn, selection, by or getpass.getuser(), reason)
    carry_out(conn, settings)
    _report(decided, "refusée", labels(conn), as_json)
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
            f"--scenario {scenario} est inconnu : choisissez parmi {', '.join(templates.SCENARIOS)}"
        )
    if file and reco_ids:
        raise ConfigurationError("donnez des identifiants ou --file, pas les deux")
    chosen = read_decisions(file) if file else Selection(reco_ids=reco_ids or None)
    if not any((chosen.reco_ids is not None, scenario, client, min_score is not None, everything)):
        raise ConfigurationError(
            "rien n'est choisi : donnez des identifiants, --scenario, --client, --min-score, "
            "--file ou --all"
        )
    return dataclasses.replace(chosen, scenario=scenario, client_code=client, min_score=min_score)


def _report(outcome: Decided, done: str, words: dict[str, str], as_json: bool) -> None:
    if as_json:
        found = dataclasses.asdict(outcome)
        undecided = found.pop("undecided")
        emit_json({**found, "refusals": undecided})
    else:
        tell(
            f"{french(outcome.decided, f'lettre {done}')}, "
            f"{french(outcome.unchanged, 'décidée')} auparavant",
            *(f"{one.reco_id} : {words.get(one.reason, one.reason)}" for one in outcome.undecided),
        )
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
        writer.writerows({name: _cell(value) for name, value in line.items()} for line in found)


def _cell(value: object) -> object:
    """Return a value as a spreadsheet shows it, and does not reckon it: a wine may be `=1+1`."""
    if not isinstance(value, str):
        return value
    text = plain(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
