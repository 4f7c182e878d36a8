"""Who a client code stands for, in the raw lines: every spelling, every code, every address."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.hashing import normal_email
from activation.privacy.places import EXPORTED, Place, exports
from warehouse.errors import ConfigurationError
from warehouse.rows import rows, value

# The code erased persons share; no ERP gives it, and nothing is said of who bears it.
ERASED = "EFFACE"
CELL = re.compile(r"[;,\t\"\r\n]+")


@dataclass(frozen=True)
class Person:
    """One person as the exports spell them; normalised codes and addresses beside."""

    codes: frozenset[str]
    emails: frozenset[str]
    raw_codes: frozenset[str]
    raw_emails: frozenset[str]


def normal_code(text: str) -> str:
    """Return a client code as the warehouse keeps it: capitals and digits, no accents."""
    return re.sub(r"[^A-Z0-9]", "", unicodedata.normalize("NFD", text).upper())


def find_person(conn: Connection, client_code: str) -> Person:
    """Return all the exports hold under the person of `client_code`.

    The person is every code the warehouse holds for the same one, and the addresses nobody
    else uses: what two persons share belongs to the other one too. Raises
    ConfigurationError when no line has the code.
    """
    codes = _codes_of_same_person(conn, normal_code(client_code))
    spelled = spellings(conn)
    own: set[str] = set()
    others: set[str] = set()
    for code, email in spelled:
        if code and email:
            (own if normal_code(code) in codes else others).add(normal_email(email))
    person = match(spelled, codes.__contains__, (own - others).__contains__)
    if not person.raw_codes:
        raise ConfigurationError(
            f"no exported line has the client code {client_code}: check the code in the ERP"
        )
    return person


def spellings(conn: Connection) -> list[tuple[str | None, str | None]]:
    """Return every distinct pair of client code and e-mail address, as the exports spell them."""
    lines = (
        sql.SQL("select {}, {} from {}").format(*_told(place), place.quoted)
        for place in exports(conn)
    )
    query = sql.SQL("select * from ({}) as lines (code, email) where code is distinct from {}")
    united = query.format(sql.SQL(" union ").join(lines), sql.Literal(ERASED))
    found = rows(conn, united.as_string(conn))
    return [(line["code"], line["email"]) for line in found]


def _told(export: Place) -> list[sql.Composable]:
    nobody = sql.SQL("null")
    return [sql.Identifier(name) if name in export.columns else nobody for name in EXPORTED]


def spellings_of(person: Person) -> dict[str, list[str]]:
    """Return what the lines of exports are compared with (`places.spelled`)."""
    return {"codes": sorted(person.raw_codes), "emails": sorted(person.raw_emails)}


def match(
    spelled: Iterable[tuple[str | None, str | None]],
    has_code: Callable[[str], bool],
    has_email: Callable[[str], bool],
) -> Person:
    """Return who bears a code or an address the two questions recognise.

    An address recognised makes the code beside it the person's too.
    """
    pairs = list(spelled)
    emails = {email for _, email in pairs if email and has_email(normal_email(email))}
    codes = {
        normal_code(code)
        for code, email in pairs
        if code and (email in emails or has_code(normal_code(code)))
    } - {""}
    return Person(
        codes=frozenset(codes),
        emails=frozenset(normal_email(email) for email in emails),
        raw_codes=frozenset(code for code, _ in pairs if code and normal_code(code) in codes),
        raw_emails=frozenset(emails),
    )


def cells(text: str) -> set[str]:
    """Return what a line that could not be split may hold: its pieces between separators."""
    return {piece.strip() for piece in CELL.split(text)} - {""}


def _codes_of_same_person(conn: Connection, code: str) -> frozenset[str]:
    if value(conn, "select to_regclass('etl.clients')") is None:
        return frozenset({code})
    found = rows(
        conn,
        """
        select same.client_code from etl.clients as asked
        inner join etl.clients as same on asked.master_client_code = same.master_client_code
        where asked.client_code = %s
        """,
        (code,),
    )
    return frozenset({code, *(line["client_code"] for line in found)})
