"""Who a client code stands for, in the raw lines: every spelling, every code, every address."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.hashing import addresses_in, normal_code
from activation.privacy.places import EXPORTED, NAMING, exports
from warehouse.errors import ConfigurationError
from warehouse.rows import rows, value
from warehouse.wording import unaccented

# The code erased persons share; no ERP gives it, and nothing is said of who bears it.
ERASED = "EFFACE"
CELL = re.compile(r"[;,|<>\t\"\r\n]+")
TITLES = {
    "M",
    "MR",
    "MRS",
    "MME",
    "MLLE",
    "MELLE",
    "MONSIEUR",
    "MADAME",
    "MADEMOISELLE",
    "ET",
    "DR",
}
DIGITS = 9  # of a telephone, from its end: what is left when countries write it their way
Question = Callable[[str], bool]


class Spelled(NamedTuple):
    """Who one line of an export speaks of, as it is written there."""

    code: str | None = None
    email: str | None = None
    nom: str | None = None
    prenom: str | None = None
    telephone: str | None = None

    @property
    def code_key(self) -> str:
        """The code as the warehouse keeps it; "" is nobody's."""
        return normal_code(self.code or "")

    @property
    def addresses(self) -> set[str]:
        """Every address the line's cell holds."""
        return addresses_in(self.email or "")

    @property
    def words(self) -> frozenset[str]:
        """The words of the name, without titles and accents."""
        return _words(f"{self.nom or ''} {self.prenom or ''}")

    @property
    def bearer(self) -> str | None:
        """The name and the telephone, when the line has both: no two persons share them."""
        return bearer(f"{self.nom or ''} {self.prenom or ''}", self.telephone or "")


@dataclass(frozen=True)
class Person:
    """One person as the exports spell them; normalised codes and addresses beside."""

    codes: frozenset[str]
    emails: frozenset[str]
    lines: frozenset[Spelled] = frozenset()
    shared_cells: frozenset[str] = frozenset()  # an address of theirs beside somebody else's

    @property
    def raw_codes(self) -> frozenset[str]:
        """Their codes as exports write them."""
        return frozenset(line.code for line in self.lines if line.code and line.code_key)

    @property
    def raw_emails(self) -> frozenset[str]:
        """The cells that hold an address of theirs and of nobody else."""
        return frozenset(line.email for line in self.lines if line.email and self._is_own(line))

    @property
    def bearers(self) -> frozenset[str]:
        """Their names with their telephones."""
        return frozenset(line.bearer for line in self.lines if line.bearer)

    def _is_own(self, line: Spelled) -> bool:
        return bool(line.addresses) and line.addresses <= self.emails


def bearer(name: str, telephone: str) -> str | None:
    """Return the key of a name with a telephone, whatever their spelling; None without both."""
    digits = re.sub(r"[^0-9]", "", telephone)
    words = sorted(_words(name))
    return " ".join([*words, digits[-DIGITS:]]) if words and len(digits) >= DIGITS else None


def find_person(conn: Connection, client_code: str) -> Person:
    """Return all the exports hold under the person of `client_code`.

    The person is every code the warehouse holds for the same one, each code it does not know
    yet that has their address or telephone under their name, and the addresses nobody else
    uses: what two persons share belongs to the other one too. Raises ConfigurationError when
    no line has the code.
    """
    lines = spellings(conn)
    code, persons = normal_code(client_code), _decided(conn)
    same = {other for other, person in persons.items() if person and person == persons.get(code)}
    codes = _with_new_codes(frozenset({code, *same}), frozenset(persons), lines)
    own: set[str] = set()
    others: set[str] = set()
    for line in lines:
        if line.code_key:
            (own if line.code_key in codes else others).update(line.addresses)
    bearers = {line.bearer for line in lines if line.code_key in codes}
    person = match(lines, codes.__contains__, (own - others).__contains__, bearers.__contains__)
    if not person.raw_codes:
        raise ConfigurationError(
            f"no exported line has the client code {client_code}: check the code in the ERP",
            f"aucune ligne des exports n'a le code client {client_code} : vérifiez-le dans l'ERP",
        )
    return person


def spellings(conn: Connection) -> list[Spelled]:
    """Return everybody the lines of exports speak of, as they spell them."""
    told = [*EXPORTED, *NAMING]
    lines = (
        sql.SQL("select {} from {}").format(
            sql.SQL(", ").join(
                sql.Identifier(name) if name in place.columns else sql.SQL("null::text")
                for name in told
            ),
            place.quoted,
        )
        for place in exports(conn)
    )
    query = sql.SQL("select * from ({}) as lines ({}) where client_code is distinct from {}")
    united = query.format(
        sql.SQL(" union ").join(lines),
        sql.SQL(", ").join(map(sql.Identifier, told)),
        sql.Literal(ERASED),
    )
    return [Spelled(*line.values()) for line in rows(conn, united.as_string(conn))]


def spellings_of(person: Person) -> dict[str, list[str]]:
    """Return what the lines of exports are compared with (`places.spelled`)."""
    named = {line for line in person.lines if not line.code_key and not line.addresses}
    return {
        "codes": sorted(person.raw_codes),
        "emails": sorted(person.raw_emails),
        "names": sorted(_joined(line) for line in named),
    }


def quotes_of(person: Person) -> set[tuple[str, ...]]:
    """Return what tells a message quotes this person: words that must all stand in it."""
    own = [line for line in person.lines if line.code_key or not line.addresses - person.emails]
    names = {(line.nom, line.prenom) for line in own if line.nom and line.prenom}
    numbers = {line.telephone for line in own if line.bearer and line.telephone}
    cells = {*person.codes, *person.emails, *person.raw_codes, *person.raw_emails, *numbers}
    return names | {(cell,) for cell in cells}


def match(
    spelled: Iterable[Spelled], has_code: Question, has_email: Question, has_bearer: Question
) -> Person:
    """Return who bears a code, an address, or a name with a telephone the questions recognise.

    An address recognised makes the code beside it the person's too. A name with a telephone
    tells only where a line has neither code nor address.
    """
    lines = list(spelled)
    emails = {address for line in lines for address in line.addresses if has_email(address)}
    codes = {
        line.code_key
        for line in lines
        if has_code(line.code_key) or (line.addresses and line.addresses <= emails)
    } - {""}
    own = {
        line
        for line in lines
        if line.code_key in codes
        or (line.addresses and line.addresses <= emails)
        or (not line.code_key and not line.addresses and line.bearer and has_bearer(line.bearer))
    }
    shared = {line.email for line in lines if line.email and line.addresses & emails} - {
        line.email for line in own
    }
    return Person(frozenset(codes), frozenset(emails), frozenset(own), frozenset(shared))


def is_named_in(text: str, has_code: Question, has_email: Question, has_bearer: Question) -> bool:
    """Return whether a line nobody could split names somebody the questions recognise."""
    cells = [cell for piece in CELL.split(text) if (cell := piece.strip())]
    names = [*cells, *(" ".join(pair) for pair in pairwise(cells))]
    numbers = [cell for cell in cells if len(re.sub(r"[^0-9]", "", cell)) >= DIGITS]
    bearers = (bearer(name, number) for name in names for number in numbers if name != number)
    return (
        any(map(has_email, addresses_in(text)))
        or any(has_code(code) for cell in cells if (code := normal_code(cell)))
        or any(has_bearer(one) for one in bearers if one)
    )


def _with_new_codes(
    codes: frozenset[str], known: frozenset[str], lines: Iterable[Spelled]
) -> frozenset[str]:
    """Add the codes the warehouse has not matched yet, by what it will match them by."""
    new = [line for line in lines if line.code_key and line.code_key not in known | codes]
    while True:
        own = [line for line in lines if line.code_key in codes]
        addresses = {address for line in own for address in line.addresses}
        bearers = {line.bearer for line in own if line.bearer}
        names = {line.words for line in own if line.words}
        more = codes | {
            line.code_key
            for line in new
            if line.bearer in bearers or (line.addresses & addresses and _may_be(line.words, names))
        }
        if more == codes:
            return codes
        codes = more


def _may_be(words: frozenset[str], names: Iterable[frozenset[str]]) -> bool:
    """Return whether a name stands within one of `names`, or one within it; no name may be any."""
    every = list(names)
    return not words or not every or any(words <= name or name <= words for name in every)


def _words(name: str) -> frozenset[str]:
    letters = re.sub(r"[^A-Z0-9]+", " ", unaccented(name).upper())
    return frozenset(letters.split()) - TITLES


def _joined(line: Spelled) -> str:
    return "\x1f".join(cell or "" for cell in (line.nom, line.prenom, line.telephone))


def _decided(conn: Connection) -> dict[str, str]:
    """Return the codes the warehouse knows, and the code of the person behind each."""
    if value(conn, "select to_regclass('etl.clients')") is None:
        return {}
    found = rows(conn, "select client_code, master_client_code from etl.clients")
    return {line["client_code"]: line["master_client_code"] for line in found}
