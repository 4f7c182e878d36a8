"""Five years of documents: who ordered what, when, with which quotation and which return."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, replace

from estate import FIRST_DAY, LAST_EXPORT, days, stream
from estate.people import Code, Person
from estate.wines import BY_NAME, COMPANIONS, CUVEES, Cuvee, Wine, on_sale, price_cents

# share of 75 cl bottle prices one article costs, in percent
ARTICLES = {"BTL": 100, "DEMI": 58, "MAGNUM": 215, "CARTON6": 582, "CARTON12": 1128}
LINES_PER_ORDER = ((1, 2, 3, 4, 5, 6), (16, 22, 24, 18, 12, 8))
MONTH_WEIGHTS = (4, 5, 7, 11, 9, 8, 7, 6, 8, 9, 13, 26)
EASTER = {2022: (4, 17), 2023: (4, 9), 2024: (3, 31), 2025: (4, 20), 2026: (4, 5)}


@dataclass(frozen=True)
class Line:
    """A sales line as the ERP holds it; amounts in euro cents, quantities in articles."""

    code: Code
    day: dt.date
    wine: Wine
    article: str
    qty: int
    pu: int
    margin_rate: int
    kind: str
    number: str
    detail: int

    @property
    def ht(self) -> int:
        """Amount before tax, cents."""
        return self.qty * self.pu

    @property
    def ttc(self) -> int:
        """Amount with 20 % VAT, cents, rounded half away from zero."""
        return (abs(self.ht) * 12 + 5) // 10 * (-1 if self.ht < 0 else 1)

    @property
    def margin(self) -> int:
        """Margin, cents."""
        return self.ht * self.margin_rate // 100


@dataclass
class Shopper:
    """A person at the till: favourites stay, the rest follows the taste."""

    person: Person
    rng: random.Random
    weights: list[int]
    favourites: list[Cuvee]

    @classmethod
    def of(cls, person: Person, rng: random.Random) -> Shopper:
        """A shopper with two to four favourites drawn from the person's taste."""
        weights = [c.popularity * (14 if person.taste in c.tastes else 1) for c in CUVEES]
        picked = list(dict.fromkeys(rng.choices(CUVEES, weights, k=6)))
        return cls(person, rng, weights, picked[: rng.randint(2, 4)])

    def basket(self, day: dt.date) -> list[Cuvee]:
        """Cuvées of one order: mostly favourites, then taste, a companion, the season."""
        rng = self.rng
        basket: list[Cuvee] = []
        for _ in range(rng.choices(*LINES_PER_ORDER)[0]):
            loved = rng.random() < 0.62
            basket.append(
                rng.choice(self.favourites) if loved else rng.choices(CUVEES, self.weights)[0]
            )
            companion = COMPANIONS.get(basket[-1].name)
            if companion and rng.random() < 0.22:
                basket.append(BY_NAME[companion])
        if day.month == 12 and rng.random() < 0.3:
            season = ("Crémant d’Alsace Brut", "Coffret Découverte 3 bouteilles",
                      "Gewurztraminer Vendanges Tardives")  # fmt: skip
            basket.append(BY_NAME[rng.choice(season)])
        if day.month in (4, 5) and rng.random() < 0.15:
            basket.append(BY_NAME["Muscat d’Alsace"])
        return list(dict.fromkeys(basket))


def _season(rng: random.Random, day: dt.date) -> dt.date:
    """Move an order near Christmas or Easter into the busy weeks; closed days move by one."""
    christmas = dt.date(day.year, 12, 23)
    easter = dt.date(day.year, *EASTER.get(day.year, (4, 10)))
    if abs((christmas - day).days) < 40 and rng.random() < 0.65:
        day = christmas - days(rng.randint(0, 24))
    elif abs((easter - day).days) < 40 and rng.random() < 0.6:
        day = easter - days(rng.randint(2, 21))
    return day - days(1) if day.weekday() == 6 or (day.month, day.day) == (12, 25) else day


def _order_days(person: Person, rng: random.Random) -> list[dt.date]:
    if person.habit == "prospect":
        return []
    if person.habit == "unique":
        month = rng.choices(range(1, 13), MONTH_WEIGHTS)[0]
        day = person.first.replace(month=month, day=rng.randint(1, 28))
        wanted = [_season(rng, day)]
    else:
        wanted, day = [], person.first
        while day <= person.last:
            wanted.append(_season(rng, day))
            day += days(max(7, person.rhythm * rng.randint(60, 140) // 100))
    inside = {max(day, FIRST_DAY) for day in wanted if day < LAST_EXPORT - days(1)}
    return sorted(inside) or [person.first]


def _article(rng: random.Random, cuvee: Cuvee, person: Person, day: dt.date) -> tuple[str, int]:
    if person.habit == "pro":
        return rng.choice(["CARTON6", "CARTON12"]), rng.randint(1, 4)
    if cuvee.formats and rng.random() < (0.25 if day.month == 12 else 0.08):
        return rng.choice(cuvee.formats), rng.randint(1, 3)
    if cuvee.family not in ("Coffret", "Eau-de-vie") and cuvee.price < 2000:
        return rng.choices(
            [("BTL", rng.randint(1, 6)), ("CARTON6", rng.randint(1, 2)), ("CARTON12", 1)],
            [60, 34, 6],
        )[0]
    return "BTL", rng.randint(1, 3)


def _unit_price(cuvee: Cuvee, article: str, day: dt.date, is_firm: bool) -> int:
    bottle_ht = price_cents(cuvee, day.year) * 100 // 120
    return bottle_ht * ARTICLES[article] * (85 if is_firm else 100) // 10000


class Numbers:
    """Document numbers, one running series per letter and year."""

    def __init__(self) -> None:
        self.last: dict[tuple[str, int], int] = {}

    def next(self, letter: str, day: dt.date) -> str:
        """The next number, for instance `F2024-00123`."""
        key = (letter, day.year)
        self.last[key] = self.last.get(key, 0) + 1
        return f"{letter}{day.year}-{self.last[key]:05d}"


def _code(shopper: Shopper, day: dt.date) -> Code:
    """The card the till finds: with two cards, either once the second exists."""
    known = [code for code in shopper.person.codes if code.created <= day]
    return shopper.rng.choice(known or shopper.person.codes[:1])


def _order_lines(shopper: Shopper, day: dt.date, kind: str, number: str) -> list[Line]:
    rng, is_firm = shopper.rng, shopper.person.habit == "pro"
    code = _code(shopper, day)
    lines: list[Line] = []
    for cuvee in shopper.basket(day):
        wines = on_sale(cuvee, day)
        wine = wines[0] if rng.random() < 0.8 else wines[-1]
        article, qty = _article(rng, cuvee, shopper.person, day)
        price = 0 if rng.random() < 0.001 else _unit_price(cuvee, article, day, is_firm)
        margin = rng.randint(28, 52)
        detail = len(lines) + 1
        lines.append(Line(code, day, wine, article, qty, price, margin, kind, number, detail))
        # Old exports have no detail number, so there one wine stands once in a document.
        if article == "BTL" and cuvee.formats and day.year > 2022 and rng.random() < 0.04:
            other = cuvee.formats[0]
            price = _unit_price(cuvee, other, day, is_firm)
            lines.append(replace(lines[-1], article=other, qty=1, pu=price, detail=detail + 1))
    return lines


def _as(lines: list[Line], kind: str, number: str, day: dt.date) -> list[Line]:
    """The same lines on another document."""
    return [replace(line, kind=kind, number=number, day=day) for line in lines]


def _earlier_papers(lines: list[Line], rng: random.Random, numbers: Numbers) -> list[Line]:
    """A quotation, or an order and a delivery note, that went before an invoice."""
    day, is_firm = lines[0].day, lines[0].code.prenom == ""
    papers: list[Line] = []
    if rng.random() < 0.04 and day - days(12) >= FIRST_DAY:
        papers += _as(lines, "DEVIS", numbers.next("D", day), day - days(12))
    if is_firm and rng.random() < 0.12:
        papers += _as(lines, "COMMANDE", numbers.next("C", day), day)
        papers += _as(lines, "BL", numbers.next("BL", day), day)
    return papers


def _return(lines: list[Line], rng: random.Random, numbers: Numbers) -> list[Line]:
    """Now and then something comes back: a credit note with negative figures."""
    day = lines[0].day + days(rng.randint(4, 25))
    day -= days(1) if day.weekday() == 6 else days(0)
    if rng.random() > 0.02 or day >= LAST_EXPORT:
        return []
    back = rng.choice(lines)
    credit = _as([back], "AVOIR", numbers.next("A", day), day)
    return [replace(credit[0], qty=-rng.randint(1, back.qty), detail=1)]


def history(persons: list[Person]) -> list[Line]:
    """Every sales line of the five years, by date, document and detail number."""
    shoppers = [Shopper.of(person, stream(f"shopper/{i}")) for i, person in enumerate(persons)]
    orders = [(day, i) for i, s in enumerate(shoppers) for day in _order_days(s.person, s.rng)]
    numbers, rng, lines = Numbers(), stream("documents"), list[Line]()
    for day, index in sorted(orders):
        shopper = shoppers[index]
        invoiced = shopper.person.habit == "pro" or rng.random() < 0.45
        kind, letter = ("FACTURE", "F") if invoiced else ("VENTE", "V")
        order = _order_lines(shopper, day, kind, numbers.next(letter, day))
        lines += order
        lines += _earlier_papers(order, rng, numbers) if invoiced else []
        lines += _return(order, rng, numbers)
    return sorted(lines, key=lambda line: (line.day, line.number, line.detail))
