"""Occasions somebody of the house notes: a call, a visit, a letter by post, a fair.

Each counts as any other occasion from the moment it is noted: for the next build through
`contact_log`, for approving and the last look before a letter leaves through SPOKEN_TO here. What
both read is the view `activation.occasions_counted`.
"""

from dataclasses import dataclass
from datetime import date

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.feedback.heard import require_known
from warehouse.errors import ConfigurationError
from warehouse.rows import Row, execute, rows, transaction

# The words of contact_log, and what the owner reads.
CHANNELS = {
    "telephone": "par téléphone",
    "visite": "en visite",
    "courrier": "par courrier",
    "salon": "sur un salon",
}
# A select of whom the house has spoken to in the last days.
SPOKEN_TO = """
    select noted.client_code from activation.occasions_counted as noted
    where noted.made_on > %(today)s::date - %(contact_days)s
"""

_RECORD = """
    insert into activation.occasions
        (client_code, canal, made_on, made_by, note, recorded_by)
    values (%(code)s, %(canal)s, %(on)s, %(made_by)s, nullif(%(note)s, ''), %(by)s)
"""
_OF_PERSON = """
    select occasion_id, canal, made_on, made_by, note, recorded_by, taken_back_by
    from activation.occasions where client_code = any(%s) order by made_on desc, occasion_id desc
"""
_TAKE_BACK = """
    update activation.occasions set taken_back_by = %s, taken_back_at = clock_timestamp()
    where occasion_id = %s and client_code = any(%s) and taken_back_at is null
"""


@dataclass(frozen=True)
class Occasion:
    """One time the house spoke to a person: by `canal` (see CHANNELS), on which day, who."""

    client_code: str
    canal: str
    on: date
    made_by: str
    note: str = ""


def note_occasion(conn: Connection, occasion: Occasion, recorded_by: str, today: date) -> None:
    """Note an occasion. Commits.

    Raises ConfigurationError when the person is unknown, or what is told cannot be.
    """
    if occasion.canal not in CHANNELS:
        raise ConfigurationError(
            f"no occasion is by {occasion.canal}: choose among {', '.join(CHANNELS)}",
            "dites comment la maison a parlé à cette personne",
        )
    if occasion.on > today:
        raise ConfigurationError(
            f"nobody can have been spoken to on {occasion.on}: that day is to come",
            "ce jour est à venir : corrigez la date",
        )
    if not occasion.made_by.strip():
        raise ConfigurationError("say who spoke to the person", "dites qui lui a parlé")
    require_known(conn, occasion.client_code)
    with transaction(conn):
        execute(
            conn,
            _RECORD,
            {
                "code": occasion.client_code, "canal": occasion.canal, "on": occasion.on,
                "made_by": occasion.made_by.strip(), "note": occasion.note.strip(),
                "by": recorded_by,
            },
        )  # fmt: skip


def take_back(conn: Connection, occasion_id: int, codes: list[str], by: str) -> bool:
    """Take back an occasion of the person of `codes`, noted by mistake. Commits.

    Returns whether there was one.
    """
    with transaction(conn):
        return execute(conn, _TAKE_BACK, (by, occasion_id, codes)) == 1


def write_note(conn: Connection, client_code: str, note: str, by: str) -> None:
    """Keep a note on a person. Commits. Raises ConfigurationError for nobody, or an empty one."""
    if not note.strip():
        raise ConfigurationError("a note says something", "la note est vide")
    require_known(conn, client_code)
    with transaction(conn):
        execute(
            conn,
            "insert into activation.person_notes (client_code, note, written_by)"
            " values (%s, %s, %s)",
            (client_code, note.strip(), by),
        )


def occasions_of(conn: Connection, codes: list[str]) -> list[Row]:
    """Return the occasions noted for the person of `codes`, those taken back too, newest first."""
    return rows(conn, _OF_PERSON, (codes,))


def notes_of(conn: Connection, codes: list[str]) -> list[Row]:
    """Return the notes on the person of `codes`, newest first."""
    return rows(
        conn,
        "select note, written_by, written_at from activation.person_notes"
        " where client_code = any(%s) order by note_id desc",
        (codes,),
    )
