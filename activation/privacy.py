"""The right to be erased: once asked for, kept through re-imports and restores."""

from dataclasses import dataclass
from urllib.parse import quote

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation import erasures
from activation.client import Brevo, explain
from activation.erase import erase
from activation.erasures import Erased, hashes_of
from activation.masking import hash_key
from activation.outcomes import Outcome
from activation.people import Person, find_person, match, spellings
from activation.store import rows, transaction
from warehouse.errors import ConfigurationError, OutOfReachError
from warehouse.settings import Settings


@dataclass(frozen=True)
class Forgotten:
    """What an erasure did: codes and addresses of the person, raw lines blanked.

    `files` are the exports on disk that still name the person: only their owner can
    delete them.
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
    key = hash_key(settings)
    person = find_person(conn, client_code)
    hashes = hashes_of(key, person)
    files = _files_naming(conn, person)
    _forget_in_brevo(conn, settings, person, Erased(key, hashes))
    # The list first: whatever happens next, the sweep of the next run finishes the work.
    erasures.to_file(settings, hashes - erasures.known(conn, settings))
    with transaction(conn):
        erasures.record(conn, hashes)
        lines = erase(conn, person, Erased(key, hashes))
    return Forgotten(len(person.codes), len(person.emails), lines, files)


def sweep(conn: Connection, settings: Settings) -> int:
    """Erase again whoever came back through a new export or a restored backup.

    Run after every load and before dbt; costs nothing while nobody was ever erased.
    Returns how many raw lines were blanked. Raises ConfigurationError when the secret of
    the hashes is missing while there are erasures to keep.
    """
    with transaction(conn):
        hashes = erasures.known(conn, settings)
        if not hashes:
            return 0
        erased = Erased(hash_key(settings), hashes)
        back = match(spellings(conn), erased.has_code, erased.has_email)
        new = hashes_of(erased.key, back) - hashes
        erasures.record(conn, new)
        lines = erase(conn, back, Erased(erased.key, hashes | new))
    erasures.to_file(settings, new)
    return lines


def _files_naming(conn: Connection, person: Person) -> list[str]:
    found = rows(
        conn,
        """
        select path from raw.files where file_id in (
            select _file_id from raw.clients
            where client_code = any(%(codes)s) or email = any(%(emails)s)
            union all
            select _file_id from raw.ventes_lignes
            where client_code = any(%(codes)s) or email = any(%(emails)s)
            union all
            select _file_id from raw.contacts where client_code = any(%(codes)s)
        )
        order by path
        """,
        {"codes": list(person.raw_codes), "emails": list(person.raw_emails)},
    )
    return [line["path"] for line in found]


def _forget_in_brevo(conn: Connection, settings: Settings, person: Person, erased: Erased) -> None:
    """Delete the person's contact and the logs of their letters; absent already is as good."""
    letters = rows(
        conn,
        """
        select message_id from activation.outbox
        where message_id is not null
            and (client_code = any(%(codes)s) or email_hash = any(%(hashes)s))
        """,
        {"codes": sorted(person.codes), "hashes": erased.email_hashes},
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
                "they are erased there too"
            )
        return
    brevo = Brevo(settings)
    known = {str(line["email_norm"]) for line in contacts if line["email_norm"]}
    for email in sorted(person.emails | known):
        _delete(brevo, f"/contacts/{quote(email, safe='')}")
    for letter in letters:
        _delete(brevo, f"/smtp/log/{quote(letter['message_id'], safe='')}")


def _delete(brevo: Brevo, path: str) -> None:
    answer = brevo.ask("DELETE", path)
    if answer.outcome is not Outcome.ACCEPTED and answer.status != 404:
        raise OutOfReachError(explain("DELETE", path, answer))
