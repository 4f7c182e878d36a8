"""Who a client code stands for, in the raw lines: every spelling, every code, every address."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import NamedTuple

from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.hashing import addresses_in, normal_code
from activation.privacy.places import EXPORTED, NAMING, exports
from warehouse.console import plain
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
MOST_WORDS = 6  # of a name that is looked into for shorter ones
MOST_CELLS = 60  # of a line nobody could split
_NUMBERS = re.compile(r"[/;,|\n]|\b(?:ou|et)\b", re.IGNORECASE)
_BEFORE = ("", "0", "33", "0033")
_WORD = re.compile(r"[\s;,|<>()\[\]\"'=:/?&]+")
Question = Callable[[str], bool]


class Spelled(NamedTuple):
    """Who one line of an export speaks of, as it is written there."""

    code: str | None = None
    email: str | None = None
    nom: str | None = None
    prenom: str | None = None
    telephone: str | None = None
    adresse: str | None = None
    code_postal: str | None = None

    @property
    def code_key(self) -> str:
        """The code as the warehouse keeps it; "" is nobody's."""
        return normal_code(self.code or "")

    @property
    def addresses(self) -> frozenset[str]:
        """Every address the line's cell holds, or the one written for a code."""
        return addresses_in(self.email or "") | addresses_in(self.code or "")

    @property
    def words(self) -> frozenset[str]:
        """The words of the name, without titles and accents."""
        return _words(f"{self.nom or ''} {self.prenom or ''}")

    @property
    def where(self) -> frozenset[str]:
        """Where somebody of this name is found: the telephones, the postal address."""
        return frozenset({*_numbers(self.telephone or ""), *self._place()})

    def _place(self) -> set[str]:
        place = _spaced(f"{self.adresse} {self.code_postal}")
        is_whole = self.adresse and self.code_postal and len(self.words) > 1
        return {place} if is_whole else set()

    @property
    def bearers(self) -> frozenset[str]:
        """The name with each of these: no two persons share them."""
        return bearers(self.words, self.where)

    @property
    def may_be(self) -> frozenset[str]:
        """Those of everybody this name may be: `Odile Vandermersch` in `Odile Vandermersch-Roth`"""
        return self.bearers.union(*(bearers(some, self.where) for some in _within(self.words)))

    @property
    def joined(self) -> str:
        """Return the line as `places.spelled` compares it."""
        return "\x1f".join(cell or "" for cell in self)


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
        """Their names with where they are found."""
        return frozenset[str]().union(*(line.bearers for line in self.lines))

    def _is_own(self, line: Spelled) -> bool:
        return bool(line.addresses) and line.addresses <= self.emails


def bearers(words: Iterable[str], where: Iterable[str]) -> frozenset[str]:
    """Return the keys of a name with each place it is found at, whatever their spelling."""
    name = sorted(words)
    return frozenset(" ".join([*name, one]) for one in where if name)


def find_person(conn: Connection, client_code: str) -> Person:
    """Return all the exports hold under the person of `client_code`.

    The person is every code the warehouse holds for the same one, each code it does not know
    yet that has their address or telephone under their name, and the addresses nobody else
    uses: what two persons share belongs to the other one too. Raises ConfigurationError when
    no line has the code.
    """
    lines = spellings(conn)
    code, persons = normal_code(client_code), decided(conn)
    same = {other for other, person in persons.items() if person and person == persons.get(code)}
    codes = _with_new_codes(frozenset({code, *same}), frozenset(persons), lines)
    own: set[str] = set()
    others: set[str] = set()
    for line in lines:
        if line.code_key:
            (own if line.code_key in codes else others).update(line.addresses)
    known = frozenset[str]().union(*(line.bearers for line in lines if line.code_key in codes))
    person = match(
        lines,
        codes.__contains__,
        (own - others).__contains__,
        known.__contains__,
        frozenset(persons) - codes,
    )
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
    return {"lines": sorted(line.joined for line in person.lines)}


def quotes_of(person: Person) -> set[tuple[str, ...]]:
    """Return what tells a message quotes this person: words that must all stand in it."""
    own = [line for line in person.lines if line.code_key or not line.addresses - person.emails]
    names = {(line.nom, line.prenom) for line in own if line.nom and line.prenom}
    numbers = {line.telephone for line in own if line.bearers and line.telephone}
    digits = {f"{before}{end}" for one in numbers for end in _numbers(one) for before in _BEFORE}
    cells = {*person.codes, *person.emails, *person.raw_codes, *person.raw_emails, *numbers}
    return names | {(cell,) for cell in cells | digits}


def surnames_of(person: Person) -> set[tuple[str, ...]]:
    """Return what is enough in a message nobody misses: the person's names, each alone."""
    return {(line.nom,) for line in person.lines if line.nom and len(line.nom) > 2}


def match(
    spelled: Iterable[Spelled],
    has_code: Question,
    has_email: Question,
    has_bearer: Question,
    others: frozenset[str],
) -> Person:
    """Return who bears a code, an address, or a name with a telephone the questions recognise.

    An address recognised makes the code beside it the person's too, and a code the addresses
    beside it that nobody else has. A name with a telephone or a postal address tells of a line
    without a code, and of a new code: not of `others`, which the warehouse knows.
    """
    lines = list(spelled)
    bearing = {line for line in lines if any(map(has_bearer, line.may_be))}
    emails = {address for line in lines for address in line.addresses if has_email(address)}
    codes = {
        line.code_key
        for line in lines
        if has_code(line.code_key)
        or (line.addresses and line.addresses <= emails)
        or (line in bearing and line.code_key not in others)
    } - {""}
    named = {line for line in bearing if not line.code_key}
    theirs, elsewhere = set[str](), set[str]()
    for line in lines:
        is_theirs = line.code_key in codes or line in named
        if is_theirs or line.code_key:
            (theirs if is_theirs else elsewhere).update(line.addresses)
    emails |= theirs - elsewhere
    own = named | {
        line
        for line in lines
        if line.code_key in codes or (line.addresses and line.addresses <= emails)
    }
    shared = {line.email for line in lines if line.email and line.addresses & emails} - {
        line.email for line in own
    }
    return Person(frozenset(codes), frozenset(emails), frozenset(own), frozenset(shared))


def is_named_in(text: str, has_code: Question, has_email: Question, has_bearer: Question) -> bool:
    """Return whether a line nobody could split names somebody the questions recognise."""
    cells = [cell for piece in CELL.split(text) if (cell := piece.strip())][:MOST_CELLS]
    codes = {*map(normal_code, cells), *_codes_within(text)} - {""}
    return (
        any(map(has_email, addresses_in(text)))
        or any(map(has_code, codes))
        or any(map(has_bearer, _bearers_within(cells)))
    )


def _codes_within(text: str) -> set[str]:
    """Return the words of a text that can only be codes: letters and digits in one."""
    words = map(normal_code, _WORD.split(plain(text)))
    return {word for word in words if not (word.isalpha() or word.isdigit())}


def _bearers_within(cells: list[str]) -> Iterator[str]:
    """Yield each name of a line with each telephone and postal address of it."""
    pairs = [" ".join(pair) for pair in pairwise(cells)]
    where = {number for cell in cells for number in _numbers(cell)} | set(map(_spaced, pairs))
    for name in (*cells, *pairs):
        words = _words(re.sub(r"[0-9+().]+", " ", name))
        places = where if len(words) > 1 else {one for one in where if one.isdigit()}
        for some in (words, *_within(words)):
            yield from bearers(some, places)


def _with_new_codes(
    codes: frozenset[str], known: frozenset[str], lines: Iterable[Spelled]
) -> frozenset[str]:
    """Add the codes the warehouse has not matched yet, by what it will match them by."""
    new = [line for line in lines if line.code_key and line.code_key not in known | codes]
    while True:
        own = [line for line in lines if line.code_key in codes]
        addresses = {address for line in own for address in line.addresses}
        known = frozenset[str]().union(*(line.bearers for line in own))
        names = {line.words for line in own if line.words}
        more = codes | {
            line.code_key
            for line in new
            if line.may_be & known or (line.addresses & addresses and _may_be(line.words, names))
        }
        if more == codes:
            return codes
        codes = more


def _may_be(words: frozenset[str], names: Iterable[frozenset[str]]) -> bool:
    """Return whether a name stands within one of `names`, or one within it; no name may be any."""
    every = list(names)
    return not words or not every or any(words <= name or name <= words for name in every)


def _words(name: str) -> frozenset[str]:
    return frozenset(_spaced(name).split()) - TITLES


def _within(words: frozenset[str]) -> list[frozenset[str]]:
    """Return the shorter names a name holds, of two words at least; none of a very long one."""
    sizes = range(2, len(words)) if len(words) <= MOST_WORDS else ()
    return [frozenset(some) for size in sizes for some in combinations(sorted(words), size)]


def _numbers(cell: str) -> set[str]:
    """Return the ends of the telephone numbers of a cell: of all of it, and of each in it."""
    digits = (re.sub(r"[^0-9]", "", one) for one in (cell, *_NUMBERS.split(cell)))
    return {one[-DIGITS:] for one in digits if len(one) >= DIGITS}


def _spaced(text: str) -> str:
    return re.sub(r"[^A-Z0-9]+", " ", unaccented(text).upper()).strip()


def decided(conn: Connection) -> dict[str, str]:
    """Return the codes the warehouse knows, and the code of the person behind each."""
    if value(conn, "select to_regclass('etl.clients')") is None:
        return {}
    found = rows(conn, "select client_code, master_client_code from etl.clients")
    return {line["client_code"]: line["master_client_code"] for line in found}
