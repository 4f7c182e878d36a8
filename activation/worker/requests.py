"""What persons ask by law, carried out with the owner's rights."""

from contextlib import closing

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.hash_key import hash_key
from activation.privacy.export import export_person
from activation.privacy.forget import forget
from activation.privacy.requests import HOURS_KEPT
from warehouse.console import json_text
from warehouse.database import advisory_lock
from warehouse.errors import (
    ConfigurationError,
    LockedError,
    NeedsPersonError,
    OutOfReachError,
    ProductError,
)
from warehouse.rows import Row, connect_durably, execute, row, transaction, value
from warehouse.settings import Settings
from warehouse.wording import french

LOCK = "activation privacy"
# What asks nothing of Brevo comes first.
_NEXT = """
select request_id, kind from activation.privacy_requests
where settled_at is null and request_id <> all(%s) order by kind, request_id limit 1
"""
_CODE = "select client_code from activation.privacy_requests where request_id = %s"
_WAIT = "update activation.privacy_requests set said = %s where request_id = %s"
_SETTLE = """
update activation.privacy_requests
set settled_at = clock_timestamp(), outcome = %s, said = %s where request_id = %s
"""
ERASED = "les données de cette personne sont effacées"
WAITING: dict[type[ProductError], str] = {
    LockedError: "un calcul ou un envoi est en cours, ce sera fait ensuite",
    OutOfReachError: "Brevo ne répond pas, cela se refait tout seul",
}
_KEEP = "insert into activation.access_exports (request_id, content) values (%s, %s)"
_FORGET_LATER = """
select queue.ask('forget_exports', '{}', clock_timestamp() + make_interval(hours => %s))
"""
_FORGET = """
delete from activation.access_exports
where made_at <= clock_timestamp() - make_interval(hours => %s)
"""


def carry_out(settings: Settings) -> None:
    """Carry out each request, or say why it cannot be.

    Raises LockedError while a run or a sending is at work, OutOfReachError when Brevo does not
    answer: a request then waits, and says so. Raises LockedError too while another job is at the
    requests: it finds what was asked meanwhile.
    """
    waits: LockedError | OutOfReachError | None = None
    tried: list[int] = []
    with (
        closing(connect_durably(settings, "activation worker")) as conn,
        advisory_lock(conn, LOCK),
    ):
        while asked := row(conn, _NEXT, (tried,)):
            conn.commit()
            tried.append(asked["request_id"])
            try:
                said = _carry_out(conn, settings, asked)
            except (ConfigurationError, NeedsPersonError) as error:
                conn.rollback()
                _settle(conn, asked, "failed", error.french)
            except (LockedError, OutOfReachError) as error:
                conn.rollback()
                waits = error
                with transaction(conn):
                    execute(conn, _WAIT, (WAITING[type(error)], asked["request_id"]))
            else:
                _settle(conn, asked, "done", said)
    if waits:
        raise waits


def forget_exports(settings: Settings) -> None:
    """Delete what nobody has taken within a day."""
    with closing(connect_durably(settings, "activation worker")) as conn, transaction(conn):
        execute(conn, _FORGET, (HOURS_KEPT,))


def _carry_out(conn: Connection, settings: Settings, asked: Row) -> str:
    request_id = asked["request_id"]
    if asked["kind"] == "access":
        return _show(conn, settings, request_id)
    # As the command does: neither dbt nor a sending may be at work on the person meanwhile.
    with advisory_lock(conn, "weekly"), advisory_lock(conn, "activation"):
        return _erase(conn, settings, request_id)


def _show(conn: Connection, settings: Settings, request_id: int) -> str:
    code = value(conn, _CODE, (request_id,))
    if code is None:
        return ERASED
    held = export_person(conn, hash_key(conn, settings), code)
    with transaction(conn):
        execute(conn, _KEEP, (request_id, json_text(held, indent=2)))
        execute(conn, _FORGET_LATER, (HOURS_KEPT,))
    return ""


def _erase(conn: Connection, settings: Settings, request_id: int) -> str:
    code = value(conn, _CODE, (request_id,))
    if code is None:  # by the command meanwhile, or by a worker stopped before it could say so
        return ERASED
    done = forget(conn, settings, code)
    files = f" ; à détruire vous-même : {', '.join(done.files)}" if done.files else ""
    return f"{french(done.lines, 'ligne effacée', 'lignes effacées')}{files}"


def _settle(conn: Connection, asked: Row, outcome: str, said: str) -> None:
    with transaction(conn):
        execute(conn, _SETTLE, (outcome, said or None, asked["request_id"]))
