"""The catalogue: 100 wines, most of them successive vintages of the same cuvée."""

from __future__ import annotations

import csv
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from estate import days


@dataclass(frozen=True)
class Cuvee:
    """A wine without its vintage.

    `price` is euro cents, VAT included, for 75 cl in 2026; `tastes` are the customer
    clusters that love it; `popularity` weighs it against the others; `ages` is the number of
    years between harvest and sale; `formats` the articles it comes in besides BTL and cartons.
    """

    name: str
    family: str
    sub_family: str
    macro: str
    grape: str
    sweetness: str
    tier: str
    price: int
    vintages: tuple[int, ...]
    ages: int
    tastes: frozenset[str]
    popularity: int
    formats: tuple[str, ...]


@dataclass(frozen=True)
class Wine:
    """One line of the catalogue: a cuvée and its vintage (None: no vintage)."""

    cuvee: Cuvee
    vintage: int | None

    @property
    def label(self) -> str:
        """The label as the catalogue writes it."""
        return self.cuvee.name if self.vintage is None else f"{self.cuvee.name} {self.vintage}"

    @property
    def released(self) -> dt.date:
        """First day of sale; wines without a vintage have always been there."""
        if self.vintage is None:
            return dt.date(2015, 1, 1)
        month = 4 if self.cuvee.ages == 1 else 9
        return dt.date(self.vintage + self.cuvee.ages, month, 1)


def _read_cuvees() -> list[Cuvee]:
    table = Path(__file__).with_name("cuvees.csv").read_text(encoding="utf-8")
    return [
        Cuvee(
            **{name: row[name] for name in ("name", "family", "sub_family", "macro", "grape")},
            sweetness=row["sweetness"],
            tier=row["tier"],
            price=int(row["price"]),
            vintages=tuple(int(year) for year in row["vintages"].split()),
            ages=int(row["ages"]),
            tastes=frozenset(row["tastes"].split()),
            popularity=int(row["popularity"]),
            formats=tuple(row["formats"].split()),
        )
        for row in csv.DictReader(table.splitlines())
    ]


CUVEES = _read_cuvees()
BY_NAME = {cuvee.name: cuvee for cuvee in CUVEES}
WINES = [Wine(cuvee, vintage) for cuvee in CUVEES for vintage in (cuvee.vintages or (None,))]

COMPANIONS = {
    "Crémant d’Alsace Brut": "Crémant d’Alsace Rosé",
    "Crémant d’Alsace Rosé": "Crémant d’Alsace Brut",
    "Muscat d’Alsace": "Sylvaner Vieilles Vignes",
    "Gewurztraminer Vendanges Tardives": "Marc de Gewurztraminer",
    "Riesling Grand Cru Kirchberg": "Pinot Gris Grand Cru Altenberg",
    "Pinot Gris Grand Cru Altenberg": "Gewurztraminer Grand Cru Altenberg",
    "Pinot Noir Élevé en Barrique": "Pinot Gris Vieilles Vignes",
    "Riesling Tradition": "Pinot Noir Tradition",
    "Pinot Blanc Auxerrois": "Gentil d’Alsace",
    "Gewurztraminer Tradition": "Pinot Gris Tradition",
    "Coffret Découverte 3 bouteilles": "Eau-de-vie de Mirabelle",
    "Crémant d’Alsace Extra-Brut": "Crémant d’Alsace Blanc de Noirs",
}

# Labels the sales desk types for a wine of the catalogue; only an alias table can join them.
ALIASES = {
    "Gewurztraminer Vendanges Tardives 2018": "Gewurz VT 2018",
    "Crémant d’Alsace Extra-Brut 2020": "Crémant Extra Brut 2020",
}


@cache
def produit_key(label: str) -> str:
    """The product key of a label: capitals and digits, every other run one space."""
    letters = unicodedata.normalize("NFD", label.upper().replace("Œ", "OE"))
    without_accents = "".join(c for c in letters if not unicodedata.combining(c))
    return re.sub(r"[^A-Z0-9]+", " ", without_accents).strip()


@cache
def on_sale(cuvee: Cuvee, day: dt.date) -> tuple[Wine, ...]:
    """Wines of a cuvée for sale on a day, newest first; the vintage before stays 300 days."""
    vintages = cuvee.vintages or (None,)
    released = [Wine(cuvee, v) for v in vintages if Wine(cuvee, v).released <= day]
    newest_first = tuple(released[::-1][:2])
    if len(newest_first) == 2 and newest_first[0].released + days(300) < day:
        return newest_first[:1]
    return newest_first


def price_cents(cuvee: Cuvee, year: int) -> int:
    """Price of 75 cl, VAT included, in euro cents: 3 % dearer every year up to 2026."""
    return round(cuvee.price * (100 - 3 * (2026 - year)) / 100 / 10) * 10
