"""The right to be erased: once asked for, kept through re-imports and restores."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.brevo.answers import Outcome, explain
from activation.brevo.client import Brevo
from activation.feedback import suppressions
from activation.feedback.contact import held_contact
from activation.feedback.inbox import read_inbox
from activation.feedback.suppressions import Suppression
from activation.hash_key import hash_key
from activation.privacy import register
from activation.privacy.erase import erase, require_settled
from activation.privacy.person import (
    Person,
    decided,
    find_person,
    match,
    quotes_of,
    spellings,
    spellings_of,
)
from activation.privacy.places import exports, spelled
from activation.privacy.register import Erased, hashes_of
from warehouse.errors import ConfigurationError, OutOfReachError
from warehouse.rows import rows, transaction
from warehouse.settings import Settings
from warehouse.state import folder, log_of_schedulers

READABLE = {".csv", ".txt", ".tsv"}
# Of lines of any file: one byte for a letter, several, or two with a zero taken out.
ENCODINGS = ("utf-8", "cp1252")
BLOCK = 1 << 20
# Words which, all in one line, name the person: each with its pattern, whole words only.
Quote = dict[str, re.Pattern[str]]
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


@dataclass(frozen=True)
class Forgotten:
    """What an erasure did: codes and addresses of the person, raw lines blanked.

    `files` are the exports and logs on disk, and the databases a restore has put aside, that still
    name the person: only their owner can delete them.
    """

    codes: int
    addresses: int
    lines: int
    files: list[str]


def forget(conn: Connection, settings: Settings, client_code: str) -> Forgotten:
    """Erase the person of `client_code` in Brevo, then in every table, and keep a keyed hash.

    Can be run again after any interruption. Raises ConfigurationError when nobody has the
    code or when Brevo holds the person and there is no key, NeedsPersonError when a
    letter's outcome is unknown.
    """
    key = hash_key(conn, settings)
    person = find_person(conn, client_code)
    hashes = hashes_of(key, person)
    require_settled(conn, person, Erased(key, hashes))
    read_inbox(conn, key)
    _forget_in_brevo(conn, settings, person, Erased(key, hashes))
    files = [
        *_files_naming(conn, person),
        *_refused_naming(conn, settings, person),
        *_logs_naming(conn, settings, person),
        *_databases_kept(conn),
    ]
    with transaction(conn):
        suppressions.one_at_a_time(conn)
        register.record(conn, settings, hashes)
        lines = erase(conn, person, Erased(key, hashes))
    return Forgotten(len(person.codes), len(person.emails), lines, files)


def sweep(conn: Connection, settings: Settings) -> int:
    """Erase again whoever came back through a new export or a restored backup.

    Run after every load and before dbt, and before anybody plans, approves or sends; costs
    nothing while nobody was ever erased.
    Returns how many raw lines were blanked. Raises ConfigurationError when the secret of
    the hashes is missing while there are erasures to keep.
    """
    with transaction(conn):
        hashes = register.known(conn, settings)
        if not hashes:
            return 0
        suppressions.one_at_a_time(conn)
        erased = Erased(hash_key(conn, settings), hashes)
        back = match(
            spellings(conn),
            erased.has_code,
            erased.has_email,
            erased.has_bearer,
            frozenset(decided(conn)),
        )
        new = hashes_of(erased.key, back) - hashes
        register.record(conn, settings, new)
        return erase(conn, back, Erased(erased.key, hashes | new))


def _files_naming(conn: Connection, person: Person) -> list[str]:
    naming = (
        sql.SQL("select _file_id from {} where {}").format(export.quoted, spelled(export))
        for export in exports(conn)
    )
    query = sql.SQL("select path from raw.files where file_id in ({}) order by path").format(
        sql.SQL(" union all ").join(naming)
    )
    return [row["path"] for row in rows(conn, query.as_string(conn), spellings_of(person))]


def _refused_naming(conn: Connection, settings: Settings, person: Person) -> list[str]:
    """Return the files nobody could load that hold the person, or cannot be looked into."""
    refused = rows(conn, "select distinct path from raw.files where status = 'refused' order by 1")
    quotes = _quotes(person)
    return [
        line["path"]
        for line in refused
        if (path := settings.exports_dir / line["path"]).is_file()
        and (path.suffix.lower() not in READABLE or _names(path, quotes))
    ]


def _logs_naming(conn: Connection, settings: Settings, person: Person) -> list[str]:
    """Return the logs and artefacts that hold the person: dbt quotes faulty rows."""
    quotes = _quotes(person)
    dbts = [
        settings.root / name
        for name in (
            "logs",
            "target",
            settings.get("DBT_LOG_PATH"),
            settings.get("DBT_TARGET_PATH"),
        )
        if name
    ]
    places = dict.fromkeys([*dbts, folder(conn, settings)])
    scheduled = log_of_schedulers(settings.root, settings.values)
    files = [path for place in places for path in sorted(place.rglob("*"))]
    files += sorted(scheduled.parent.glob(f"{scheduled.stem}*.log*"))  # and the one before it
    return [str(path) for path in files if path.is_file() and _names(path, quotes)]


def _databases_kept(conn: Connection) -> list[str]:
    """Return the databases a restore has put aside: each holds whoever this one held then."""
    kept = rows(
        conn,
        "select datname from pg_database"
        " where starts_with(datname, current_database() || '_before_') order by 1",
    )
    return [f"database {line['datname']}" for line in kept]


def _quotes(person: Person) -> list[Quote]:
    return [
        {low: re.compile(rf"\b{re.escape(low)}\b") for low in map(str.lower, words)}
        for words in quotes_of(person)
    ]


def _names(path: Path, quotes: list[Quote]) -> bool:
    """Return whether a line of a file holds every word of one of `quotes`, in any encoding.

    Many lines at once, first: most files hold none of the words, and dbt's are large.
    """
    with path.open("rb") as file:
        while lines := file.readlines(BLOCK):
            texts = _texts(b"".join(lines))
            near = [
                one for one in quotes if any(all(word in text for word in one) for text in texts)
            ]
            if near and any(_is_named(near, line) for line in lines):
                return True
    return False


def _is_named(quotes: list[Quote], line: bytes) -> bool:
    texts = _texts(line)
    return any(
        all(word.search(text) for word in words.values()) for words in quotes for text in texts
    )


def _texts(raw: bytes) -> set[str]:
    texts = {raw.replace(b"\0", b"").decode(one, "replace") for one in ENCODINGS}
    return {text.lower() for text in texts | {_unescaped(text) for text in texts}}


def _unescaped(text: str) -> str:
    """Return a line of JSON with its signs as they are: `\\u00e9` is é."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _forget_in_brevo(conn: Connection, settings: Settings, person: Person, erased: Erased) -> None:
    """Delete the person's contact and the logs of their letters; absent already is as good."""
    letters = rows(
        conn,
        """
        select message_id from activation.outbox
        where message_id is not null
            and (client_code = any(%(codes)s) or email_hash = any(%(email_hashes)s))
        """,
        erased.keys_of(person),
    )
    contacts = rows(
        conn,
        "select email_norm from activation.contact_state where client_code = any(%s)",
        (sorted(person.codes),),
    )
    if settings.brevo_api_key is None:
        if letters or contacts:
            raise ConfigurationError(
                "Brevo holds this person and BREVO_API_KEY is missing: set it in .env, so that "
                "they are erased there too",
                "Brevo connaît cette personne et BREVO_API_KEY manque : mettez-la dans .env, pour "
                "qu'elle soit effacée là aussi",
            )
        return
    brevo = Brevo(settings)
    known = {str(row["email_norm"]) for row in contacts if row["email_norm"]}
    for email in sorted(person.emails | known):
        path = f"/contacts/{quote(email, safe='')}"
        if email not in person.emails:
            _keep_opt_out(brevo, conn, erased.key, email, path)
        _delete(brevo, path)
    for letter in letters:
        _delete(brevo, f"/smtp/log/{quote(letter['message_id'], safe='')}")


def _keep_opt_out(brevo: Brevo, conn: Connection, key: bytes, email: str, path: str) -> None:
    """Somebody else may use this address: its opt-out must outlive the contact."""
    contact = held_contact(brevo, path)
    if contact and contact["emailBlacklisted"] is not False:
        with transaction(conn):
            suppressions.add(
                conn, key, [Suppression(email, "marketing", "desinscrit", "brevo:contacts")]
            )


def _delete(brevo: Brevo, path: str) -> None:
    answer = brevo.ask("DELETE", path)
    if answer.outcome is not Outcome.ACCEPTED and answer.status != 404:
        raise OutOfReachError(*explain("DELETE", path, answer))
