"""The Monday run: the steps in order, under one lock, in one process."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.health.now import verdict
from warehouse import database
from warehouse.console import errors, failed_database, say
from warehouse.errors import ExitCode, ProductError
from warehouse.owner import tell
from warehouse.profile import write_profile
from warehouse.progress import StepProgress, step_progress
from warehouse.settings import Settings
from warehouse.wording import day, figure, typeset
from weekly import steps, summary, verify
from weekly.run_log import RunLog, done_since
from weekly.steps import Context, StepResult

Step = Callable[[Context, StepProgress], StepResult]
# Name, what a person reads, the work, the steps it cannot do without.
STEPS: tuple[tuple[str, str, Step, tuple[str, ...]], ...] = (
    ("load", "Chargement des exports", steps.load_exports, ()),
    ("statuses", "Lecture des statuts", steps.read_statuses, ()),
    ("build", "Construction des tables", steps.build_warehouse, ("load",)),
    ("plan", "Préparation des lettres", steps.plan_letters, ("load", "build")),
)
MONTHLY = "Comparaison du mois"
LABELS = {name: label for name, label, _, _ in STEPS}


def headline(settings: Settings) -> str:
    """Say on which data and which database this run works."""
    if settings.is_demo:
        on_day = f" au {day(settings.as_of_date)}" if settings.as_of_date else ""
        return (
            f"Démonstration : les exemples de examples/{on_day}, dans un PostgreSQL embarqué (base "
            "« demo »), sans Brevo. Copiez .env.example vers .env pour vos propres exports."
        )
    place = "DATABASE_URL" if settings.database_url else "un PostgreSQL embarqué (base « crm »)"
    brevo = "avec Brevo" if settings.brevo_api_key else "sans Brevo (BREVO_API_KEY manque)"
    return f"Exports de {settings.exports_dir} vers {place}, {brevo}."


def run(settings: Settings, once_since: datetime | None = None) -> ExitCode:
    """Run every step that can run; print the summary; return the run's exit code.

    With `once_since`, a run begun since then that has come to its end is the one asked for: its
    exit code is returned, and nothing is done.
    Raises LockedError when another run is at work, OutOfReachError without a database.
    """
    tell(headline(settings))
    log_conn = database.connect(settings, autocommit=True, application_name="weekly")
    work_conn = database.connect(settings, application_name="weekly work")
    try:
        with database.advisory_lock(log_conn, "weekly"):
            database.guard(log_conn)
            if once_since and (done := done_since(log_conn, once_since)) is not None:
                tell("Ce passage est déjà fait.")
                return done
            write_profile(settings)
            with RunLog(log_conn, settings) as log:
                code = _run_steps(Context(settings, work_conn, log))
            if code <= ExitCode.SOME_REFUSED and verify.is_due(log_conn):
                _compare(settings, log_conn)
            return code
    finally:
        work_conn.close()
        log_conn.close()


def _run_steps(context: Context) -> ExitCode:
    codes: dict[str, ExitCode] = {}
    seconds: dict[str, float] = {}
    for name, label, work, needs in STEPS:
        missing = [need for need in needs if need not in seconds or codes[need] > 1]
        if missing:
            reason = f"il faut d'abord « {LABELS[missing[0]]} »"
            errors.print(typeset(f"{label} : étape sautée, {reason}"))
            context.log.skip(name, reason=reason)
            codes[name] = ExitCode.DONE
            continue
        codes[name], seconds[name] = _run_step(context, name, label, work)
    worst = max(codes.values(), key=_gravity)
    if "plan" in seconds and codes["plan"] == ExitCode.DONE:
        _conclude(context, worst, seconds)
    else:
        context.log.finish("failed", worst, {})
    tell(f"Journal : {_from_root(context.log.path, context.settings.root)}")
    found = verdict(context.conn, context.settings)
    tell(found.sentence, found.next_step)
    return worst


def _compare(settings: Settings, conn: Connection) -> None:
    """Hold the tables against a full rebuild, once a month and when everything else is done.

    Whatever comes of it changes nothing of this run: health says it.
    """
    try:
        with step_progress(MONTHLY):
            compared = verify.verify_on_record(settings, conn)
    except ProductError as error:
        errors.print(typeset(f"{MONTHLY} : {error.french}"), style="yellow")
        return
    different = verify.different(compared)
    said = f"tables à revoir, {', '.join(different)}" if different else "rien ne diffère"
    errors.print(typeset(f"{'' if different else '✓ '}{MONTHLY} : {said}"))


def _from_root(path: Path, root: Path) -> Path:
    return path.relative_to(root) if path.is_relative_to(root) else path


def _run_step(context: Context, name: str, label: str, work: Step) -> tuple[ExitCode, float]:
    context.log.start(name)
    try:
        with step_progress(label) as progress:
            result = work(context, progress)
    except (ProductError, psycopg2.OperationalError) as error:
        if isinstance(error, psycopg2.errors.LockNotAvailable):
            known: ProductError = database.waited_too_long(context.conn)
        else:
            known = error if isinstance(error, ProductError) else failed_database(error)
        seconds = context.log.end(name, "failed", rows=None, detail={"error": known.french})
        errors.print(typeset(f"erreur : {label.lower()} : {known.french}"), style="red")
        return known.exit_code, seconds
    status = "partial" if result.exit_code else "done"
    seconds = context.log.end(name, status, rows=result.rows, detail=result.detail)
    _report(label, result, seconds)
    return result.exit_code, seconds


def _report(label: str, result: StepResult, seconds: float) -> None:
    errors.print(typeset(f"✓ {label:<24} {figure(seconds, 1):>6} s  {result.done}"))
    for note in result.notes:
        errors.print(typeset(f"    {note}"), style="yellow")


def _conclude(context: Context, worst: ExitCode, seconds: dict[str, float]) -> None:
    figures = summary.collect(context.conn)
    before = context.log.previous_summary()
    dbt: dict[str, Any] = {
        "tests_passed": context.dbt.count("pass"),
        "warnings": len(context.dbt.warned),
    }
    say("", *context.plan_text.split("\n"), "")
    summary.show(figures, dbt, seconds)
    unchanged = before is not None and {k: before.get(k) for k in figures} == figures
    if unchanged:
        tell("Rien n'a changé depuis le dernier passage : mêmes fichiers, mêmes lettres.")
    context.log.finish("partial" if worst else "done", worst, figures)


def _gravity(code: ExitCode) -> int:
    # A database out of reach hides more than a decision to take, which hides more than a refused
    # file.
    order = (ExitCode.DONE, ExitCode.SOME_REFUSED, ExitCode.NEEDS_PERSON, ExitCode.USAGE)
    return order.index(code) if code in order else len(order)
