"""Opt-outs a person told somebody of the house: by telephone, at the cellar, by post.

Whoever hears one writes it down, and needs no other right than to add it. It holds from that
moment: approving and the last look before a letter leaves read it here. Before the next
sending it is written among the others, with everybody it reaches.
"""

from dataclasses import dataclass
from datetime import date

from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse.errors import ConfigurationError
from warehouse.rows import Row, row, rows, transaction, value

# How it can be heard, and what the owner reads.
HEARD_HOW = {
    "phone": "au téléphone",
    "cellar": "au caveau",
    "post": "par courrier",
    "fair": "sur un salon",
    "other": "autrement",
}

_RECORD = """
    insert into activation.opt_outs_heard
        (client_code, email_norm, heard_how, heard_on, told_to, note, recorded_by)
    values (
        %(client_code)s,
        (select lower(email) from crm.customer_360 where client_code = %(client_code)s),
        %(how)s, %(on)s, %(told_to)s, nullif(%(note)s, ''), %(by)s
    )
    returning heard_id
"""

_UNWRITTEN = """
    select heard.heard_id, heard.client_code, heard.email_norm
    from activation.opt_outs_heard as heard
    where not exists (
        select from activation.suppressions as s where s.source = 'heard:' || heard.heard_id
    )
    order by heard.heard_id
"""


@dataclass(frozen=True)
class Heard:
    """An opt-out as it was heard: by `how` (see HEARD_HOW), on which day, told to whom."""

    client_code: str
    how: str
    on: date
    told_to: str
    note: str = ""


def write_down(conn: Connection, heard: Heard, recorded_by: str, today: date) -> int:
    """Record an opt-out that was heard; return its number. Commits.

    Raises ConfigurationError when the person is unknown, or what is told cannot be.
    """
    if heard.how not in HEARD_HOW:
        raise ConfigurationError(
            f"an opt-out is not heard by {heard.how}: choose among {', '.join(HEARD_HOW)}",
            "dites comment le refus a été entendu",
        )
    if heard.on > today:
        raise ConfigurationError(
            f"an opt-out cannot have been heard on {heard.on}: that day is to come",
            "le refus ne peut pas avoir été entendu un jour à venir : corrigez la date",
        )
    if not heard.told_to.strip():
        raise ConfigurationError(
            "an opt-out is told to somebody: say whom", "dites à qui la personne l'a dit"
        )
    require_known(conn, heard.client_code)
    with transaction(conn):
        return int(
            value(
                conn,
                _RECORD,
                {
                    "client_code": heard.client_code, "how": heard.how, "on": heard.on,
                    "told_to": heard.told_to.strip(), "note": heard.note.strip(),
                    "by": recorded_by,
                },
            )
        )  # fmt: skip


def require_known(conn: Connection, code: str) -> None:
    """Raise ConfigurationError when nobody is known under this code."""
    if value(conn, "select 1 from crm.customer_360 where client_code = %s", (code,)) is None:
        raise ConfigurationError(
            f"nobody has the code {code}: look it up in the ERP",
            f"aucun client n'a le code {code} : vérifiez-le dans l'ERP",
        )


def unwritten(conn: Connection) -> list[Row]:
    """Return the opt-outs heard that are not yet written among the others."""
    return rows(conn, _UNWRITTEN)


def last_heard(conn: Connection, client_code: str) -> Row | None:
    """Return how this person's opt-out was heard, the last one, or None."""
    return row(
        conn,
        """
        select heard_how, heard_on, told_to, note, recorded_by, recorded_at
        from activation.opt_outs_heard where client_code = %s
        order by heard_id desc limit 1
        """,
        (client_code,),
    )
