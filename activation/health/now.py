"""The verdict of this minute: for the page, the commands, the mail and the metrics."""

import contextlib
from datetime import UTC, date, datetime

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.config import dbt_vars
from activation.health.facts import read_facts
from activation.health.judge import Limits, judge
from activation.health.verdict import Override, Point, Verdict
from warehouse.database import connect
from warehouse.errors import ConfigurationError, NeedsPersonError, ProductError
from warehouse.rows import execute, row, transaction
from warehouse.settings import Settings
from warehouse.wording import PARIS

OVERRIDE = """
select decided_by, decided_at, reason from activation.health_overrides
where block = %s order by override_id desc limit 1
"""


def verdict(conn: Connection, settings: Settings) -> Verdict:
    """Return the verdict of this minute; whatever cannot be read is not verified."""
    try:
        found = _verdict(conn, settings)
        conn.rollback()
    except psycopg2.Error as error:
        is_lost = bool(conn.closed) or isinstance(
            error, psycopg2.OperationalError | psycopg2.InterfaceError
        )
        with contextlib.suppress(psycopg2.Error):
            conn.rollback()
        return _unreadable(str(error), is_lost=is_lost)
    return found


def verdict_of(settings: Settings) -> Verdict:
    """Return the verdict of this minute over a connection of its own; raises nothing known."""
    try:
        with contextlib.closing(connect(settings, application_name="health")) as conn:
            return verdict(conn, settings)
    except ProductError as error:
        return _unreadable(error.french, is_lost=True)


def require_unblocked(conn: Connection, settings: Settings) -> None:
    """Raise NeedsPersonError when the data are known to be wrong and no owner has let go."""
    found = verdict(conn, settings)
    if found.stops_sending:
        said = ". ".join(point.text for point in found.blocked)
        raise NeedsPersonError(
            f"bloqué, aucune lettre ne part : {said}. {found.next_step} Pour envoyer malgré tout, "
            "un propriétaire lève le blocage sur la page Lundi, ou par "
            "`activation health --override --by NOM --reason POURQUOI`"
        )


def override(conn: Connection, settings: Settings, by: str, reason: str, block: str = "") -> None:
    """Let letters leave in spite of the block of this minute; kept, and over when it changes.

    `block` is the one a person has seen. Raises ConfigurationError without a name and a reason,
    when nothing is blocked, or when it is another block by now.
    """
    found = verdict(conn, settings)
    if not by.strip() or not reason.strip():
        raise ConfigurationError("cette décision demande --by NOM et --reason POURQUOI")
    if not found.stops_sending:
        raise ConfigurationError("rien n'est bloqué : il n'y a rien à lever")
    if block and block != found.block:
        raise ConfigurationError("le blocage a changé depuis : relisez-le avant de le lever")
    with transaction(conn):
        execute(
            conn,
            "insert into activation.health_overrides (block, said, decided_by, reason)"
            " values (%s, %s, %s, %s)",
            (found.block, found.sentence, by.strip(), reason.strip()),
        )


def limits_of(settings: Settings) -> Limits:
    """Return the ages, in days, from which the project's vars say something is late."""
    values = dbt_vars(settings)
    names = {
        "run": "run_age_days",
        "export_late": "export_age_warn_days",
        "export_old": "export_age_error_days",
    }
    return Limits(**{name: int(values[var]) for name, var in names.items() if var in values})


def _verdict(conn: Connection, settings: Settings) -> Verdict:
    limits = limits_of(settings)
    facts = read_facts(conn, settings.as_of_date)
    fixed = None if settings.is_demo else _another_day(settings.as_of_date)
    block = judge(facts, limits, None, fixed).block
    kept = row(conn, OVERRIDE, (block,)) if block else None
    return judge(facts, limits, Override(**kept) if kept else None, fixed)


def _another_day(as_of_date: date | None) -> date | None:
    return None if as_of_date in (None, datetime.now(PARIS).date()) else as_of_date


def _unreadable(said: str, *, is_lost: bool) -> Verdict:
    first = said.strip().splitlines()[0] if said.strip() else "sans réponse"
    text = "la base de données ne répond pas" if is_lost else "les tables ne peuvent pas être lues"
    remedy = (
        "Vérifiez le serveur et DATABASE_URL ; rien n'est perdu."
        if is_lost
        else "Attendez la fin du passage en cours, ou lancez `make weekly`."
    )
    point = Point("unreadable", f"{text} (« {first} »)", remedy)
    return Verdict(datetime.now(UTC), unverified=[point], is_out_of_reach=is_lost)
