"""Which copy of the house is in charge: one token, in the database, beside it and at Brevo.

Each sending renews it in all three places. A restored dump, a clone, a snapshot of the whole
machine started elsewhere holds an older token than Brevo does, and sends nothing until a person
says who is in charge. At Brevo it is the name of an empty folder: free, unseen by readers, and
counted among the quick calls.

A renewal can be killed anywhere: the database knows the next token before the file and Brevo
do, and either one is accepted. Of two copies that renew at once the one written last at Brevo
goes on: each reads its own token back after longer than any renewal may take between reading
and writing, and again before each handful.
"""

import time
import uuid
from collections.abc import Iterator

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.brevo.answers import Outcome, explain
from activation.brevo.client import Brevo, create_once
from warehouse.errors import LockedError, NeedsPersonError, OutOfReachError
from warehouse.private import write_private
from warehouse.rows import execute, row, transaction
from warehouse.settings import Settings
from warehouse.state import folder

FOLDERS = "/contacts/folders"
NAME = "crm-reco en charge "
SLOWEST = 3.0  # seconds between reading the token at Brevo and writing the next one
SETTLED = 4.0  # seconds after which no other renewal that read the old token can still write


class Charge:
    """The token of this house, as one run holds it."""

    def __init__(self, brevo: Brevo, conn: Connection, settings: Settings) -> None:
        self._brevo = brevo
        self._conn = conn
        self._file = folder(conn, settings) / "charge"
        self._token = ""

    def renew(self) -> None:
        """Take the next token, everywhere.

        Raises NeedsPersonError when the three places do not agree: this is a copy, or another
        one has sent since. Raises LockedError when Brevo is too slow to be sure.
        """
        started = time.monotonic()
        known, beside, at_brevo = self._known(), self._beside(), self._at_brevo()
        # A first one that was killed before Brevo knew is the first one still.
        is_first = not at_brevo and beside <= known and (not known or self._has_begun())
        is_ours = len(beside) == len(at_brevo) == 1 and beside | at_brevo <= known
        if not (is_first or is_ours):
            raise NeedsPersonError(
                "cette base n'est pas celle qui a envoyé les dernières lettres : c'est une copie, "
                "ou elle a été restaurée. Si c'est elle qui doit envoyer désormais, lancez "
                "`activation take-charge --by NOM --reason POURQUOI`, puis l'envoi"
            )
        self._write(started)

    def take(self, by: str, reason: str) -> None:
        """Make this copy the one in charge, whatever the others hold; a person has decided."""
        with transaction(self._conn):
            execute(
                self._conn,
                "insert into activation.charge_taken (taken_by, reason) values (%s, %s)",
                (by, reason),
            )
        self._write(time.monotonic())

    def check(self) -> None:
        """Raise NeedsPersonError when another copy has taken the token meanwhile."""
        if self._at_brevo() != {self._token}:
            raise NeedsPersonError(
                "une autre copie de la base vient d'envoyer : celle-ci s'arrête. Dites laquelle "
                "doit envoyer : `activation take-charge --by NOM --reason POURQUOI` sur celle-là"
            )

    def _write(self, started: float) -> None:
        self._token = str(uuid.uuid4())
        before = next(iter(self._at_brevo()), None) or self._token
        with transaction(self._conn):
            execute(
                self._conn,
                """
                insert into activation.charge (token, next_token) values (%(before)s, %(next)s)
                on conflict (is_the_only_row) do update
                    set token = excluded.token, next_token = excluded.next_token
                """,
                {"before": before, "next": self._token},
            )
        write_private(self._file, self._token)
        self._write_at_brevo()
        if time.monotonic() - started > SLOWEST:
            raise LockedError(
                "Brevo répond trop lentement pour savoir qui envoie : relancez la même commande "
                "dans une minute"
            )
        with transaction(self._conn):
            execute(
                self._conn,
                "update activation.charge set token = next_token, next_token = null,"
                " renewed_at = clock_timestamp()",
            )
        self._brevo.rest(SETTLED * self._brevo.config.pause_scale)
        self.check()

    def _has_begun(self) -> bool:
        """Return whether no token stands here but one on its first way to Brevo."""
        found = row(self._conn, "select token = next_token as has from activation.charge") or {}
        return bool(found.get("has"))

    def _known(self) -> set[str]:
        found = row(self._conn, "select token, next_token from activation.charge") or {}
        return {str(token) for token in found.values() if token}

    def _beside(self) -> set[str]:
        return {self._file.read_text(encoding="ascii")} if self._file.exists() else set()

    def _at_brevo(self) -> set[str]:
        return {name.removeprefix(NAME) for _, name in self._folders()}

    def _folders(self) -> Iterator[tuple[int, str]]:
        for page in self._brevo.pages(FOLDERS, "folders", size=50):
            for one in page:
                if str(one.get("name")).startswith(NAME):
                    yield int(one["id"]), str(one["name"])

    def _write_at_brevo(self) -> None:
        name = f"{NAME}{self._token}"
        found = sorted(self._folders())
        if not found:
            create_once(self._brevo, FOLDERS, {"name": name})
        for number, _ in found:
            path = f"{FOLDERS}/{number}"
            answer = self._brevo.ask("PUT", path, body={"name": name})
            if answer.outcome is not Outcome.ACCEPTED:
                raise OutOfReachError(*explain("PUT", path, answer))
