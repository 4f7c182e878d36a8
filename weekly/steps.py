"""The steps of the Monday run. Each returns what it did; known failures are ProductErrors."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.plan import build_plan
from activation.approval.plan_text import plan_text
from activation.contacts.state import require_attributes
from activation.feedback.newest import listen
from activation.health.findings import record_findings
from activation.privacy.forget import sweep
from activation.reasons import labels
from activation.session import brevo_session
from activation.status import read_statuses as read_all
from loader.load import load
from warehouse import log
from warehouse.database import waited_too_long
from warehouse.dbt import DbtReport, NodeResult, run_dbt
from warehouse.errors import ExitCode, NeedsPersonError
from warehouse.progress import StepProgress
from warehouse.settings import Settings
from warehouse.wording import figure, french
from weekly import make_way, proof
from weekly.make_way import made_way
from weekly.run_log import RunLog

# Unit tests try the models on literals, not on this week's data: `make test` and a plain
# `dbt build` run them.
BUILD = ["build", "--exclude-resource-type", "unit_test"]
UNCHANGED = "rien à refaire : fichiers, règles, jour et décisions sont les mêmes"
# What dbt calls the things it builds.
KINDS = {
    "model": "le modèle",
    "test": "le contrôle",
    "seed": "la table de référence",
    "snapshot": "l'historique",
}


@dataclass
class StepResult:
    """How a step ended: `done` and `notes` for the owner, `rows` and `detail` for the log."""

    done: str
    notes: list[str] = field(default_factory=list)
    rows: int | None = None
    detail: dict[str, Any] = field(default_factory=dict)
    exit_code: ExitCode = ExitCode.DONE


@dataclass
class Context:
    """What every step may use."""

    settings: Settings
    conn: Connection
    log: RunLog
    dbt: DbtReport = field(default_factory=DbtReport)
    plan_text: str = ""


def load_exports(context: Context, progress: StepProgress) -> StepResult:
    """Load every new export, erase again whoever has asked to be forgotten, hear who says no."""
    report = load(context.settings, progress=progress.update, run_id=str(context.log.run_id))
    counts = Counter(item.status for item in report.files)
    notes = [
        f"{item.path} : {item.error}"
        for item in report.files
        if item.status in ("refused", "waiting")
    ]
    if report.still_refused:
        count = french(len(report.still_refused), "fichier toujours refusé")
        notes.append(f"{count} (`loader files --status refused`)")
    lines = sum(item.row_count for item in report.files if item.status == "loaded")
    erased = sweep(context.conn, context.settings)
    listen(context.conn, context.settings)
    context.conn.commit()
    return StepResult(
        done=french(lines, "ligne lue"),
        notes=notes,
        rows=lines,
        detail={"files": dict(counts), "erased_again": erased},
        exit_code=ExitCode(report.exit_code),
    )


def read_statuses(context: Context, progress: StepProgress) -> StepResult:
    """Bring back from Brevo what became of the letters, and who said no."""
    if context.settings.brevo_api_key is None:
        why = "c'est la démonstration" if context.settings.is_demo else "BREVO_API_KEY manque"
        skipped = f"sans Brevo : {why}"
        return StepResult(skipped, detail={"skipped": skipped})
    progress.update("nouvelles des lettres, désinscriptions")
    with brevo_session("pull") as session:
        counts = read_all(session)
    news = sum(counts.values())
    return StepResult(french(news, "nouveauté"), rows=news, detail=dict(counts))


def build_warehouse(context: Context, progress: StepProgress) -> StepResult:
    """Build and check whatever the last run does not prove to be as it was.

    Raises NeedsPersonError when a model or an error-level test fails, LockedError when
    somebody's open transaction held a table for too long.
    """
    run_id = context.log.run_id
    claimed = proof.claim(context.conn, context.settings, run_id)
    with made_way(context.settings) as ended:
        report = _run_dbt(context, progress, claimed)
    renewed = proof.renew(context.conn, run_id, claimed, report)
    context.dbt = DbtReport([*report.results, *renewed])
    failed = [one for one in report.failed if one.status == "fail"]
    found = [(one.node_id, one.relation, one.failures) for one in [*report.warned, *failed]]
    record_findings(context.conn, str(run_id), found, kept=[one.node_id for one in renewed])
    models, passed = report.count("success", resource_type="model"), report.count("pass")
    detail: dict[str, Any] = {
        "models": models,
        "tests_passed": passed,
        "warnings": len(report.warned),
        "failed": [node.name for node in report.failed],
        "scope": claimed.scope.value,
        "compared_up_to": claimed.compared_up_to,
        "made_way": ended,
    }
    if report.has_waited_too_long:
        raise waited_too_long(context.conn)
    if report.failed:
        raise NeedsPersonError(_failure(report.failed))
    looks = {node.node_id: _to_look_at(node) for node in report.warned}
    if claimed.last:
        held = {one.node_id for one in renewed}
        looks |= {one: look for one, look in claimed.last.looks.items() if one in held}
    detail["proof"] = proof.conclude(context.conn, context.settings, claimed, report, looks)
    built = _built(models, passed + len(report.warned)) if report.results else UNCHANGED
    return StepResult(built, [*make_way.note(ended), *looks.values()], detail=detail)


def _run_dbt(context: Context, progress: StepProgress, claimed: proof.Claim) -> DbtReport:
    if claimed.scope == proof.Scope.NOTHING:
        return DbtReport()
    done: Counter[str] = Counter()

    def on_event(event: dict[str, Any]) -> None:
        info = event.get("info", {})
        if info.get("level") in ("warn", "error"):  # its words may quote a row
            log.event("dbt", info.get("name", ""), level=info["level"], **_node(event))
        if info.get("name") == "NodeFinished":
            log.event("dbt", "node_finished", **_node(event))
            done[event.get("data", {}).get("node_info", {}).get("resource_type", "")] += 1
            progress.update(_built(done["model"], done["test"]))

    report = run_dbt(
        context.settings,
        [*BUILD, *claimed.scope.selection],
        on_event=on_event,
        run_id=str(context.log.run_id),
        compared_up_to=claimed.compared_up_to,
    )
    if report.error and not report.results:
        raise NeedsPersonError(
            f"dbt n'a pas démarré (« {report.error} ») : lancez `dbt build` pour tout voir"
        )
    return report


def _node(event: dict[str, Any]) -> dict[str, str]:
    found = event.get("data", {}).get("node_info", {})
    return {name: found.get(f"node_{name}", "") for name in ("name", "status")}


def _to_look_at(check: NodeResult) -> str:
    rows = f"{french(check.failures, 'ligne')} à regarder"
    found = rows if check.counts_rows else figure(check.failures)
    return " — ".join(filter(None, (f"{check.name} : {found}", check.sentence)))


def _built(models: int, checks: int) -> str:
    return f"{french(models, 'modèle')}, {french(checks, 'contrôle')}"


def _failure(failed: list[NodeResult]) -> str:
    first = failed[0]
    others = f" et {french(len(failed) - 1, 'autre')}" if len(failed) > 1 else ""
    return (
        f"{KINDS.get(first.resource_type, 'le nœud')} {first.name}{others} en échec "
        f"(« {' '.join(first.message.split())[:300]} ») : aucune lettre n'est préparée tant que "
        "ce n'est pas corrigé"
    )


def plan_letters(context: Context, progress: StepProgress) -> StepResult:
    """Compute the plan of contacts and letters; nothing leaves."""
    progress.update("contacts et lettres")
    require_attributes(context.conn)
    plan = build_plan(context.conn, context.settings)
    context.conn.commit()
    context.plan_text = plan_text(plan, labels(context.conn))
    letters = dict(plan.letters_by_scenario)
    return StepResult(
        french(plan.letters, "lettre"), rows=plan.letters, detail={"letters": letters}
    )
