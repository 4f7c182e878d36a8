"""The customers: some 800 persons and firms, each with a taste, a rhythm and a few bad habits."""

from __future__ import annotations

import csv
import datetime as dt
import random
import unicodedata
from dataclasses import dataclass, field, replace
from pathlib import Path

from estate import FIRST_DAY, LAST_EXPORT, days, stream
from estate.phones import french_phone, phone

PRIVATE, FIRMS, PROSPECTS = 745, 40, 15
TASTES = ("sec", "doux", "bulles", "rouge", "prestige", "cadeau")
TASTE_WEIGHTS = (24, 20, 20, 12, 12, 12)

# rhythm: usual days between two orders; share: of 100 private customers.
HABITS: dict[str, tuple[int, int]] = {
    "unique": (0, 25),
    "annuel": (345, 27),
    "regulier": (152, 26),
    "fidele": (74, 9),
    "perdu": (105, 13),
}
FIRM_RHYTHM = 42
# Reserved for examples (RFC 2606): a letter to them can reach nobody.
DOMAINS = (
    "example.org",
    "example.org",
    "example.com",
    "example.net",
    "courriel.example",
    "postes.test",
)


@dataclass(frozen=True)
class Code:
    """One client card of the ERP, as typed there."""

    client_code: str
    nom: str
    prenom: str
    email: str
    telephone: str
    adresse: str
    code_postal: str
    ville: str
    pays: str
    optin: bool | None
    created: dt.date


@dataclass
class Person:
    """A person or firm: what they like, when they buy, and their client cards."""

    taste: str
    habit: str
    rhythm: int
    first: dt.date
    last: dt.date
    codes: list[Code] = field(default_factory=list)


def names(kind: str) -> list[str]:
    """Values of one kind in `names.txt`, where a dash stands for a space except in first names."""
    table = Path(__file__).with_name("names.txt").read_text(encoding="utf-8")
    line = next(row for row in table.splitlines() if row.startswith(f"{kind}: "))
    values = line.split(": ", 1)[1].split()
    return values if kind == "first" else [value.replace("-", " ") for value in values]


def _towns() -> tuple[list[tuple[str, str, str]], list[int]]:
    table = Path(__file__).with_name("towns.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(table.splitlines()))
    towns = [(row["postcode"], row["town"], row["country"]) for row in rows]
    return towns, [int(row["weight"]) for row in rows]


def slug(text: str) -> str:
    """Lower-case ASCII letters and digits only, for the left part of an e-mail address."""
    plain = unicodedata.normalize("NFD", text.lower().replace("œ", "oe").replace("ß", "ss"))
    return "".join(c for c in plain if c.isascii() and c.isalnum())


def _span(rng: random.Random, habit: str) -> tuple[dt.date, dt.date]:
    whole = (LAST_EXPORT - FIRST_DAY).days
    if habit == "perdu":
        last = LAST_EXPORT - days(rng.randint(380, 1500))
        return FIRST_DAY + days(rng.randint(0, 200)), last
    first = FIRST_DAY + days(int(rng.random() * rng.random() * (whole - 40)))
    if habit == "unique":
        first = FIRST_DAY + days(rng.randint(0, whole - 10))
    return first, LAST_EXPORT - days(1)


def _person(rng: random.Random, is_firm: bool) -> Person:
    taste = "pro" if is_firm else rng.choices(TASTES, TASTE_WEIGHTS)[0]
    shares = [share for _, share in HABITS.values()]
    habit = "pro" if is_firm else rng.choices(list(HABITS), shares)[0]
    usual = FIRM_RHYTHM if is_firm else HABITS[habit][0]
    first, last = _span(rng, habit)
    return Person(taste, habit, usual * rng.randint(75, 130) // 100, first, last)


class Register:
    """Deals out client cards with running codes and addresses nobody else has."""

    def __init__(self) -> None:
        self.rng = stream("people")
        self.first_names, self.last_names = names("first"), names("last")
        self.streets, self.firms = names("street"), names("firm")
        self.towns, self.town_weights = _towns()
        self.count = 0
        self.addresses: set[str] = set()
        self.numbers = iter(self.rng.sample(range(10_000), 2_000))

    def next_code(self) -> str:
        """The next client code, `CL00001` on."""
        self.count += 1
        return f"CL{self.count:05d}"

    def four_digits(self) -> str:
        """The end of a telephone number, never twice the same."""
        return f"{next(self.numbers):04d}"

    def address(self, local: str, domain: str) -> str:
        """An e-mail address on a domain reserved for examples, told apart by a number."""
        base, number = f"{local}@{domain}", 1
        while base in self.addresses:
            number += 1
            base = f"{local}{number}@{domain}"
        self.addresses.add(base)
        return base

    def card(self, person: Person, firm: str | None) -> Code:
        """A client card for a person, or for a firm of that name."""
        rng = self.rng
        postcode, town, country = rng.choices(self.towns, self.town_weights)[0]
        first, last = ("", firm) if firm else (rng.choice(self.first_names), self._last_name())
        return Code(
            client_code=self.next_code(),
            nom=last,
            prenom=first,
            email=self._email(first, last),
            telephone=phone(rng, country, self.four_digits()) if rng.random() < 0.8 else "",
            adresse=f"{rng.randint(1, 120)} {rng.choice(self.streets)}",
            code_postal=postcode,
            ville=town,
            pays=country,
            optin=rng.choices([True, False, None], [70, 10, 20])[0],
            created=person.first,
        )

    def _last_name(self) -> str:
        name = self.rng.choice(self.last_names)
        return name.upper() if self.rng.random() < 0.6 else name

    def _email(self, first: str, last: str) -> str:
        rng, chance = self.rng, self.rng.random()
        if chance < 0.11:
            return ""
        if chance < 0.135:
            bad = ("aucun", "pas d'email", "{1}@", "{1}.example.org", "{0} {1}@example.org")
            return rng.choice(bad).format(slug(first), slug(last))
        domain = rng.choice(DOMAINS)
        local = f"{slug(first)}.{slug(last)}" if first else f"contact.{slug(last)}"
        return self.address(local, domain)


def _second_cards(register: Register, persons: list[Person]) -> None:
    """Give 18 persons a second card: 10 found by e-mail, 8 by telephone and name."""
    rng = register.rng
    loyal = [p for p in persons if p.habit in ("regulier", "fidele")]
    by_mail = [p for p in loyal if p.codes[0].email in register.addresses][:10]
    by_phone = [
        p for p in loyal if p not in by_mail and p.codes[0].pays == "France" and p.codes[0].prenom
    ][:8]
    for index, person in enumerate(by_mail + by_phone):
        old = person.codes[0]
        created = person.first + (person.last - person.first) // 2
        new = replace(old, client_code=register.next_code(), created=created, optin=True)
        if index < len(by_mail):
            new = replace(new, email=f" {old.email.upper()}" if index % 2 else old.email.title())
            person.codes.append(replace(new, telephone=""))
            continue
        digits = "63998" + register.four_digits()
        person.codes = [replace(old, telephone=french_phone(rng, digits))]
        new = replace(new, telephone=french_phone(rng, digits), email="", nom=old.nom.title())
        person.codes.append(replace(new, prenom=old.prenom.upper()))


def _shared_addresses(persons: list[Person]) -> list[list[str]]:
    """Let 12 couples, and four firms with one accountant, share an e-mail address."""
    singles = [p for p in persons if len(p.codes) == 1 and p.codes[0].prenom and p.codes[0].email]
    groups = []
    for one, other in zip(singles[40:64:2], singles[41:64:2], strict=True):
        home = one.codes[0]
        spouse = replace(home, client_code=other.codes[0].client_code, optin=other.codes[0].optin)
        partner = "Dominique" if home.prenom != "Dominique" else "Claude"
        other.codes = [replace(spouse, prenom=partner, created=other.first)]
        groups.append([home.client_code, spouse.client_code])
    firms = [p for p in persons if p.habit == "pro"][:4]
    for firm in firms:
        firm.codes = [replace(firm.codes[0], email="compta@fiduciaire.example")]
    return [*groups, [firm.codes[0].client_code for firm in firms]]


def everybody() -> tuple[list[Person], list[list[str]]]:
    """All persons, and the groups of client codes that share an address without being one."""
    register = Register()
    rng = register.rng
    persons = [_person(rng, is_firm=False) for _ in range(PRIVATE)]
    persons += [_person(rng, is_firm=True) for _ in range(FIRMS)]
    firms = iter(register.firms)
    for person in sorted(persons, key=lambda p: p.first):
        person.codes = [register.card(person, next(firms) if person.habit == "pro" else None)]
    for _ in range(PROSPECTS):
        prospect = Person("sec", "prospect", 0, LAST_EXPORT - days(rng.randint(20, 700)), FIRST_DAY)
        prospect.codes = [register.card(prospect, None)]
        persons.append(prospect)
    _second_cards(register, persons)
    return persons, _shared_addresses(persons)
