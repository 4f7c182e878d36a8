"""The list of erased persons: keyed hashes only, in the database and in a file beside it.

The file is what outlives a restore: a backup older than an erasure brings the person back,
the list takes them out again at the next run.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import execute_values

from activation.hashing import client_hash, email_hash
from activation.privacy.person import ERASED, Person
from warehouse.rows import rows
from warehouse.settings import Settings

EMAIL, CLIENT = "email", "client"
_INSERT = """
    insert into activation.suppressions
        (email_hash, client_hash, client_code, scope, reason, source)
    values %s on conflict do nothing
"""
_LINE = "(%s, %s, %s, 'erasure', 'efface', 'forget')"
Hashed = tuple[str, str]  # what was hashed (EMAIL or CLIENT), and the keyed hash


@dataclass(frozen=True)
class Erased:
    """Tells an erased person's code or address from the hashes on record."""

    key: bytes
    hashes: frozenset[Hashed]

    def has_code(self, code: str) -> bool:
        """Return whether this normalised client code was erased."""
        return (CLIENT, client_hash(self.key, code)) in self.hashes

    def has_email(self, email: str) -> bool:
        """Return whether this address was erased."""
        return (EMAIL, email_hash(self.key, email)) in self.hashes

    @property
    def email_hashes(self) -> list[str]:
        """Return the hashes of addresses."""
        return sorted(hashed for kind, hashed in self.hashes if kind == EMAIL)


def hashes_of(key: bytes, person: Person) -> frozenset[Hashed]:
    """Return what is kept of a person once erased."""
    codes = {(CLIENT, client_hash(key, code)) for code in person.codes}
    return frozenset(codes | {(EMAIL, email_hash(key, email)) for email in person.emails})


def list_path(settings: Settings) -> Path:
    """Return where the list is kept: `var/effacements.txt`, or ERASURES_FILE."""
    return Path(settings.get("ERASURES_FILE") or settings.root / "var" / "effacements.txt")


def known(conn: Connection, settings: Settings) -> frozenset[Hashed]:
    """Return every erasure on record, after making file and database agree.

    In the caller's transaction.
    """
    in_database, in_file = _from_database(conn), _from_file(list_path(settings))
    _to_database(conn, in_file - in_database)
    to_file(settings, in_database - in_file)
    return frozenset(in_database | in_file)


def record(conn: Connection, hashes: Iterable[Hashed]) -> None:
    """Add erasures to the database, in the caller's transaction."""
    _to_database(conn, set(hashes) - _from_database(conn))


def to_file(settings: Settings, hashes: Iterable[Hashed]) -> None:
    """Add erasures to the file."""
    lines = [f"{kind} {hashed}\n" for kind, hashed in sorted(hashes)]
    if lines:
        path = list_path(settings)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="ascii") as file:
            file.writelines(lines)


def _from_file(path: Path) -> set[Hashed]:
    if not path.exists():
        return set()
    pairs = (line.split() for line in path.read_text(encoding="ascii").splitlines())
    return {(pair[0], pair[1]) for pair in pairs if len(pair) == 2 and pair[0] in (EMAIL, CLIENT)}


def _from_database(conn: Connection) -> set[Hashed]:
    found = rows(
        conn,
        "select email_hash, client_hash from activation.suppressions where scope = 'erasure'",
    )
    return {
        (kind, hashed)
        for line in found
        for kind, hashed in ((EMAIL, line["email_hash"]), (CLIENT, line["client_hash"]))
        if hashed
    }


def _to_database(conn: Connection, hashes: Iterable[Hashed]) -> None:
    lines = [
        (hashed if kind == EMAIL else None, hashed if kind == CLIENT else None, ERASED)
        for kind, hashed in sorted(hashes)
    ]
    if lines:
        with conn.cursor() as cursor:
            execute_values(cursor, _INSERT, lines, template=_LINE)
