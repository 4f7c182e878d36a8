"""The owner's commands on letters to come, in French: `plan`, `letter`, `approve`, `reject`."""

import dataclasses
import getpass
import uuid
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.carry_out import carry_out
from activation.approval.decide import Decided, approve, reject
from activation.approval.one_client import code_of_person, find_proposal, why_no_letter
from activation.approval.persons_read import person_text, read_persons
from activation.approval.plan import build_plan
from activation.approval.plan_text import plan_text as render
from activation.approval.proposals_file import read_decisions, write_proposals
from activation.approval.selection import Selection
from activation.commands.told import second_code
from activation.contacts.state import require_attributes
from activation.letters import templates
from activation.letters.sender_identity import load_identity
from activation.privacy.forget import sweep
from activation.reasons import labels
from warehouse.console import emit_json, say
from warehouse.database import connect
from warehouse.errors import ConfigurationError, ExitCode, NeedsPersonError
from warehouse.owner import EnJson, add_command, tell
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

NOTHING_DONE = "`activation plan` montre ce qui reste à décider, `activation letters` le reste"
LISTED = "`activation plan --csv lettres.csv` en écrit la liste"

PLAN = """Montre ce qui partirait : les lettres, qui n'en reçoit pas et pourquoi, les contacts, et
trois lettres en entier.

Aucun appel n'est fait. Les propositions sont gardées, chacune liée à son contenu exact.

Exemples : `activation plan` · `activation plan --csv lettres.csv`
"""
LETTER = """Montre une lettre proposée, exactement comme elle partirait.

Exemples : `activation letter CL00042` ·
`activation letter 0f8fad5b-d9cb-469f-a165-70867728950e --html lettre.html`
"""
SAMPLE = """Montre des personnes entières, de chaque scénario : ce qu'elles ont commandé, ce qui a
été considéré, ce qui a été choisi et pourquoi.

Exemple : `activation sample --persons 20`
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
    add_command(app, "sample", sample_command, SAMPLE)
    add_command(app, "approve", approve_command, APPROVE)
    add_command(app, "reject", reject_command, REJECT)


def sample_command(
    persons: Annotated[
        int, typer.Option("--persons", metavar="N", min=1, help="Combien de personnes.")
    ] = 20,
    as_json: EnJson = False,
) -> None:
    """Show whole persons: their orders, what was considered, what was chosen and why."""
    with closing(connect(load_settings(), application_name="activation sample")) as conn:
        read = read_persons(conn, persons)
    if as_json:
        emit_json(read)
    elif read:
        say(*"\n\n".join(person_text(person) for person in read).split("\n"))
    else:
        say("Aucune lettre n'est conseillée : lancez `make weekly`.")


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
    sweep(conn, settings)
    plan = build_plan(conn, settings)
    if to_csv:
        write_proposals(conn, to_csv)
    if as_json:
        emit_json({**dataclasses.asdict(plan), "letters": plan.letters})
    else:
        say(*render(plan, labels(conn)).split("\n"))
        where = f"{to_csv} : gardez-y les lignes voulues, puis " if to_csv else ""
        file = f" --file {to_csv}" if to_csv else ""
        tell(
            f"La suite : {where}`activation approve{file or ' --scenario NOM'}`, "
            "`activation letter CLIENT` pour en lire une, `activation reject` pour en refuser."
        )
    conn.close()


def letter_command(
    which: Annotated[
        str | None,
        typer.Argument(metavar="CLIENT|ID", help="Code d'un client, ou identifiant."),
    ] = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FICHIER", help="Y écrit la page HTML.")
    ] = None,
    as_json: EnJson = False,
) -> None:
    """Show one proposed letter exactly as it would leave."""
    if which is None:
        raise ConfigurationError(f"de quelle lettre ? donnez le code d'un client : {LISTED}")
    settings = load_settings()
    conn = connect(settings, application_name="activation letter")
    kept = find_proposal(conn, which)
    if kept is None:
        raise ConfigurationError(why_no_letter(conn, which, labels(conn)))
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
        emit_json({"reco_id": kept["reco_id"], **dataclasses.asdict(filled)})
    else:
        say(
            *second_code(which, code_of_person(conn, which)),
            typeset("Objet : ") + filled.subject,
            "",
            *filled.text.split("\n"),
        )
        tell(
            f"La suite : `activation approve {kept['reco_id']}`, ou "
            f"`activation reject {kept['reco_id']} --reason POURQUOI`."
        )


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
    sweep(conn, settings)
    decided = approve(conn, settings, selection, by or getpass.getuser())
    carry_out(conn, settings)
    _report(conn, decided, selection, "approuvée", "`activation send` les envoie", as_json)
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
    _report(
        conn,
        decided,
        selection,
        "refusée",
        "`activation status` dit où en sont les autres",
        as_json,
    )
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


def _has_done(outcome: Decided) -> bool:
    """Return whether any letter stands as was decided, without somebody else's word."""
    return outcome.decided + outcome.unchanged > outcome.awaiting_second


def _second_person(outcome: Decided) -> list[str]:
    """Return what is said of letters that one person's approval does not send."""
    number = outcome.awaiting_second
    waiting = french(number, "lettre attend", "lettres attendent")
    return [f"{waiting} encore l'approbation d'une seconde personne."] if number else []


def _report(
    conn: Connection,
    outcome: Decided,
    selection: Selection,
    done: str,
    following: str,
    as_json: bool,
) -> None:
    words = labels(conn)
    if not (outcome.decided or outcome.unchanged or outcome.undecided):
        raise ConfigurationError(
            why_no_letter(conn, selection.client_code, words)
            if selection.client_code
            else f"aucune proposition en cours ne répond à ce choix : {LISTED}"
        )
    if as_json:
        found = dataclasses.asdict(outcome)
        undecided = found.pop("undecided")
        emit_json({**found, "refusals": undecided})
    else:
        client = selection.client_code
        tell(
            *second_code(client, client and code_of_person(conn, client)),
            f"{french(outcome.decided, f'lettre {done}')}, "
            f"{french(outcome.unchanged, 'décidée')} auparavant",
            *_second_person(outcome),
            *(f"{one.reco_id} : {words.get(one.reason, one.reason)}" for one in outcome.undecided),
            f"La suite : {following if _has_done(outcome) else NOTHING_DONE}.",
        )
    if outcome.undecided:
        raise typer.Exit(ExitCode.SOME_REFUSED)
