"""Who a client code stands for, in the raw lines: every spelling, every code, every address."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.hashing import normal_email
from warehouse.errors import ConfigurationError
from warehouse.rows import rows, value

RAW = ("clients", "ventes_lignes", "contacts")
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
    found = rows(
        conn,
        """
        select client_code, email from raw.clients where client_code is distinct from 'EFFACE'
        union
        select client_code, email from raw.ventes_lignes
        where client_code is distinct from 'EFFACE'
        union
        select client_code, null from raw.contacts where client_code is distinct from 'EFFACE'
        """,
    )
    return [(line["client_code"], line["email"]) for line in found]


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


def tables_with(conn: Connection, columns: Iterable[str]) -> list[tuple[str, str, str]]:
    """Return schema, table and column of every table that has one of `columns`."""
    found = rows(
        conn,
        """
        select n.nspname as schema, c.relname as name, a.attname as column_name
        from pg_class as c
        inner join pg_namespace as n on c.relnamespace = n.oid
        inner join pg_attribute as a on c.oid = a.attrelid
        where c.relkind in ('r', 'p') and not a.attisdropped and a.attnum > 0
            and a.attname = any(%s)
            and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        order by 1, 2, 3
        """,
        (list(columns),),
    )
    return [(line["schema"], line["name"], line["column_name"]) for line in found]


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


def qualified(schema: str, table: str) -> sql.Composed:
    """Return `schema.table`, quoted for SQL."""
    return sql.SQL("{}.{}").format(sql.Identifier(schema), sql.Identifier(table))
