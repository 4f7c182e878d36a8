"""What a person decides on the page of a letter nobody can vouch for."""

from contextlib import closing

from activation.sending.doubts import look_again
from activation.sending.resolve import READS_NEEDED, declare_not_sent, declare_sent, doubts
from activation.session import Session, brevo_session
from warehouse.database import connect
from warehouse.errors import ConfigurationError, NeedsPersonError, ProductError
from warehouse.rows import Row, execute, rows, transaction
from warehouse.settings import Settings

REASON = "decide_sur_la_page"
_OPEN = """
select decision_id, send_id::text, has_left, decided_by from activation.doubt_decisions
where settled_at is null order by decision_id
"""
_SETTLE = """
update activation.doubt_decisions set settled_at = clock_timestamp(), said = %s
where decision_id = %s
"""

_GIVEN_UP = """
update activation.doubt_decisions set settled_at = clock_timestamp(), said = %s
where settled_at is null
"""


def settle(settings: Settings) -> None:
    """Carry out each decision, or say why it cannot be. Raises LockedError while letters leave."""
    try:
        _settle_all(settings)
    except (ConfigurationError, NeedsPersonError) as error:
        with closing(connect(settings)) as conn, transaction(conn):
            execute(conn, _GIVEN_UP, (error.french,))


def _settle_all(settings: Settings) -> None:
    with brevo_session("resolve", settings=settings) as session:
        for decision in rows(session.conn, _OPEN):
            session.conn.commit()
            said = _settle(session, decision)
            with transaction(session.conn):
                execute(session.conn, _SETTLE, (said, decision["decision_id"]))


def _settle(session: Session, decision: Row) -> str | None:
    conn, send_id, by = session.conn, decision["send_id"], decision["decided_by"]
    try:
        if decision["has_left"]:
            declare_sent(conn, send_id, by, REASON)
            return None
        for _ in range(READS_NEEDED):
            letter = next((one for one in doubts(conn) if one["send_id"] == send_id), None)
            if letter is None:
                return "Brevo l'a retrouvée : elle est partie"
            if letter["can_be_sent_again"]:
                break
            look_again(session.brevo, conn)
        declare_not_sent(conn, send_id, by, REASON)
    except ProductError as error:
        return error.french
    return None
