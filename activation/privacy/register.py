"""The erased persons on record: keyed hashes only, in the database and in a file beside it.

The file is what outlives a restore: a backup older than an erasure brings the person back,
the list takes them out again at the next run.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import execute_values

from activation.hash_key import KEY_NAME, hash_key, key_check
from activation.hashing import client_hash, email_hash
from activation.privacy import erasure_file
from activation.privacy.erasure_file import CLIENT, EMAIL, ErasureFile, Hashed
from activation.privacy.person import ERASED, Person
from activation.privacy.places import Keys
from warehouse.errors import ConfigurationError, NeedsPersonError
from warehouse.rows import rows
from warehouse.settings import Settings
from warehouse.state import Identity, folder, identity, root
from warehouse.wording import english, french

LIST = "effacements.txt"
_INSERT = """
    insert into activation.suppressions
        (email_hash, client_hash, client_code, scope, reason, source)
    values %s on conflict do nothing
"""
_LINE = "(%s, %s, %s, 'erasure', 'efface', 'forget')"


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

    def has_bearer(self, bearer: str) -> bool:
        """Return whether whoever has this name and telephone (`person.bearer`) was erased."""
        return (CLIENT, client_hash(self.key, bearer)) in self.hashes

    def keys_of(self, person: Person) -> Keys:
        """Return what `person` is looked for by; the hashes are those of everybody erased."""
        return {
            "codes": sorted(person.codes),
            "emails": sorted(person.emails),
            "email_hashes": sorted(hashed for kind, hashed in self.hashes if kind == EMAIL),
            "client_hashes": sorted(hashed for kind, hashed in self.hashes if kind == CLIENT),
        }


def hashes_of(key: bytes, person: Person) -> frozenset[Hashed]:
    """Return what is kept of a person once erased."""
    # No code has a space, and every name with its telephone has one: their hashes never meet.
    codes = {(CLIENT, client_hash(key, code)) for code in person.codes | person.bearers}
    return frozenset(codes | {(EMAIL, email_hash(key, email)) for email in person.emails})


def list_path(conn: Connection, settings: Settings) -> Path:
    """Return where the list is kept: in this database's folder, or ERASURES_FILE."""
    given = settings.get("ERASURES_FILE")
    return Path(given) if given else folder(conn, settings) / LIST


def known(conn: Connection, settings: Settings) -> frozenset[Hashed]:
    """Return every erasure on record, after making file and database agree.

    In the caller's transaction. Raises NeedsPersonError when a list is damaged or nobody
    can tell whose it is, ConfigurationError when it is another database's or was hashed
    with another secret.
    """
    in_database = _from_database(conn)
    own = erasure_file.read(list_path(conn, settings))
    lists = _lists(conn, settings, own, in_database)
    everything = in_database.union(*(one.hashes for one in lists))
    if not everything:
        return frozenset()
    # Not before: nobody has to set the secret while nobody was ever erased.
    check = key_check(hash_key(conn, settings))
    for one in lists:
        if one.key not in (None, check):
            raise ConfigurationError(
                f"{one.path} was hashed with another {KEY_NAME}: put the first one back, or "
                "nobody of this list would be recognised",
                f"{one.path} a été haché avec un autre {KEY_NAME} : remettez le premier, sans quoi "
                "personne de cette liste ne serait reconnu",
            )
    if own.database is None or own.hashes != everything:
        erasure_file.write(own.path, identity(conn, settings), check, everything)
    for one in lists:
        if one.path == _of_before(settings) != own.path:
            one.path.replace(own.path.with_suffix(".before.txt"))
    _to_database(conn, everything - in_database)
    return frozenset(everything)


def record(conn: Connection, settings: Settings, hashes: Iterable[Hashed]) -> None:
    """Add erasures to the list, then to the database in the caller's transaction.

    Whatever happens next, the sweep of the next run finishes the work.
    """
    before = known(conn, settings)
    new = frozenset(hashes) - before
    if new:
        check = key_check(hash_key(conn, settings))
        path = list_path(conn, settings)
        erasure_file.write(path, identity(conn, settings), check, before | new)
        _to_database(conn, new)


def _lists(
    conn: Connection, settings: Settings, own: ErasureFile, in_database: set[Hashed]
) -> list[ErasureFile]:
    """Return this database's list, or those it comes from while it has none of its own."""
    this = identity(conn, settings)
    if own.path.exists():
        if not _is_ours(own, this, settings, in_database):
            raise ConfigurationError(
                f"{own.path} is the list of another database: give each an ERASURES_FILE of its "
                "own",
                f"{own.path} est la liste d'une autre base : donnez à chacune son ERASURES_FILE",
            )
        return [own]
    others = [_of_before(settings), *sorted(root(settings).glob(f"*/{LIST}"))]
    found = [erasure_file.read(path) for path in others if path.exists()]
    return [one for one in found if _is_ours(one, this, settings, in_database)]


def _of_before(settings: Settings) -> Path:
    """Return where the list was kept before every database had a folder of its own."""
    return settings.root / "var" / LIST


def _is_ours(
    one: ErasureFile, this: Identity, settings: Settings, in_database: set[Hashed]
) -> bool:
    """Return whether a list is this database's, or that of one it was restored from or replaces.

    Raises NeedsPersonError when it does not say whose it is and nothing tells.
    """
    if one.database is not None:
        is_in_its_place = one.place == this.place and not settings.is_demo
        return one.database == this.database_id or is_in_its_place
    if not one.hashes or one.hashes & in_database:
        return True
    if in_database or settings.is_demo:
        return False
    raise NeedsPersonError(
        f"{one.path} lists {english(len(one.hashes), 'hash', 'hashes')} of erased persons, and "
        f"nothing tells of which database: if it is this one's, write “database "
        f"{this.database_id}” as its first line; if not, run `activation sweep` on the other one "
        "first, which takes it over",
        f"{one.path} contient {french(len(one.hashes), 'empreinte')} de personnes effacées, et "
        "rien ne dit de quelle base : si c'est celle-ci, écrivez "
        f"« database {this.database_id} » sur sa première ligne ; sinon, lancez d'abord "
        "`activation sweep` sur l'autre, qui la reprendra",
    )


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
