"""The other exports: client cards, the catalogue, stock and past contacts."""

from __future__ import annotations

import datetime as dt
import random
import zlib
from dataclasses import replace

from estate import FIRST_DAY, LAST_EXPORT, days, stream
from estate.files import Export, Row, Style, Value
from estate.people import Code, Person
from estate.wines import WINES, Wine, on_sale, price_cents

CLIENT_COLUMNS = (
    "client_code",
    "nom",
    "prenom",
    "email",
    "telephone",
    "adresse",
    "code_postal",
    "ville",
    "pays",
    "optin_email",
)
LAST_YEAR = dt.date(2025, 12, 31)
OFFICE, CASH_DESK = Style("cp1252"), Style("utf-8-sig")
YES, NO = ("O", "Oui", "1", "oui"), ("N", "non", "0", "Non")
UNKNOWN_TO_CARDS, ARCHIVED, SILENT_REFUSALS = 6, 9, 2


def _optin(code: Code) -> str:
    if code.optin is None:
        return ""
    return (YES if code.optin else NO)[zlib.crc32(code.client_code.encode()) % 4]


def _client_row(code: Code) -> Row:
    values: tuple[Value, ...] = (
        code.client_code, code.nom, code.prenom, code.email, code.telephone, code.adresse,
        code.code_postal, code.ville, code.pays, _optin(code),
    )  # fmt: skip
    return Row(dict(zip(CLIENT_COLUMNS, values, strict=True)))


def odd_codes(persons: list[Person], shared: list[list[str]]) -> dict[str, list[str]]:
    """Client codes on no card, on last year's only, and with a refusal that went missing."""
    rng, fixed = stream("cards"), {code for group in shared for code in group}
    codes = sorted((c for p in persons for c in p.codes), key=lambda c: c.client_code)
    buyers = [p for p in persons if p.habit not in ("pro", "prospect") and len(p.codes) == 1]
    single = [c for p in buyers if (c := p.codes[0].client_code) not in fixed]
    without_card = rng.sample(single, UNKNOWN_TO_CARDS)
    old = [c for c in codes if c.created <= LAST_YEAR and c.client_code not in without_card]
    archived = [code.client_code for code in rng.sample(old, ARCHIVED)]
    refused = [c.client_code for c in old if c.optin is False and c.client_code not in archived]
    return {
        "codes_without_card": sorted(without_card),
        "codes_missing_from_newest_cards": sorted(archived),
        "codes_refusing_last_year_empty_today": refused[:SILENT_REFUSALS],
    }


def client_files(persons: list[Person], odd: dict[str, list[str]]) -> list[Export]:
    """The cards of last year, some with another address, and those of today."""
    codes = sorted((c for p in persons for c in p.codes), key=lambda c: c.client_code)
    carded = [code for code in codes if code.client_code not in odd["codes_without_card"]]
    old = [code for code in carded if code.created <= LAST_YEAR]
    for index, code in enumerate(old[::23]):
        old[index * 23] = replace(code, adresse=f"{code.adresse} bis", telephone="")
    new = [c for c in carded if c.client_code not in odd["codes_missing_from_newest_cards"]]
    for index, code in enumerate(new):
        if code.client_code in odd["codes_refusing_last_year_empty_today"]:
            new[index] = replace(code, optin=None)
    accented = {"prenom": "Prénom", "telephone": "Téléphone"}
    headers = {c: accented.get(c, c.replace("_", " ").capitalize()) for c in CLIENT_COLUMNS}
    plain = {c: c for c in CLIENT_COLUMNS}
    return [
        Export("clients", name, style, columns, [_client_row(code) for code in cards])
        for name, style, columns, cards in (
            (f"clients_{LAST_YEAR}.csv", OFFICE, plain, old),
            (f"clients_{LAST_EXPORT}.csv", CASH_DESK, headers, new),
        )
    ]


def _is_active(wine: Wine, day: dt.date) -> bool:
    return wine in on_sale(wine.cuvee, day)


def _wine_row(wine: Wine, day: dt.date) -> Row:
    cuvee = wine.cuvee
    price = price_cents(cuvee, day.year)
    bands = (
        (800, "moins de 8 €"),
        (1200, "8 à 12 €"),
        (2000, "12 à 20 €"),
        (99_900, "plus de 20 €"),
    )
    values: dict[str, Value] = {
        "produit": wine.label, "article": "BTL", "millesime": wine.vintage or "",
        "famille_crm": cuvee.family, "sous_famille": cuvee.sub_family,
        "macro_categorie": cuvee.macro, "prix_ttc": price,
        "price_band": next(name for limit, name in bands if price < limit),
        "premium_tier": cuvee.tier, "cepage": cuvee.grape, "sucrosite_niveau": cuvee.sweetness,
        "actif": "O" if _is_active(wine, day) else "N",
    }  # fmt: skip
    if "Grains Nobles" in wine.label:
        values["prix_ttc"] = ""  # sold on request: no price, so never in a letter
    return Row(values)


def catalogue_files() -> list[Export]:
    """The catalogue of last year and of today."""
    accents = {"millesime": "Millésime", "cepage": "Cépage", "famille_crm": "Famille CRM"}
    accents |= {"sucrosite_niveau": "Sucrosité niveau", "prix_ttc": "Prix TTC"}
    files = []
    for day, style in ((LAST_YEAR, OFFICE), (LAST_EXPORT, CASH_DESK)):
        rows = [_wine_row(wine, day) for wine in WINES if wine.released <= day]
        names = accents if day == LAST_EXPORT else {}
        columns = {c: names.get(c, c) for c in rows[0].values}
        files.append(Export("produits", f"produits_{day}.csv", style, columns, rows))
    return files


def _stock(wine: Wine, day: dt.date, rng: random.Random) -> tuple[int, int]:
    if not _is_active(wine, day):
        return 0, 0
    if wine != on_sale(wine.cuvee, day)[0]:
        return rng.choice([0, 3, 12, 48, 90]), 0
    total = rng.randint(20, 1_600) if wine.cuvee.price < 2_000 else rng.randint(6, 240)
    return total, total * rng.randint(0, 12) // 100


def stock_files() -> list[Export]:
    """Three Mondays of stock: one wine sold out, one counted below zero, one scarce."""
    odd = {"Muscat d’Alsace 2025": 0, "Kirsch d’Alsace": -2, "Coffret Grands Crus": 4}
    files = []
    for weeks, style in ((2, OFFICE), (1, OFFICE), (0, CASH_DESK)):
        day = LAST_EXPORT - days(7 * weeks)
        rows = []
        for wine in WINES:
            total, reserved = _stock(wine, day, stream(f"stock/{wine.label}"))
            total = odd.get(wine.label, total + 20 * weeks if total else 0)
            rows.append(Row({"produit": wine.label, "stock_total": total,
                             "stock_reserve": min(reserved, max(total, 0)),
                             "date_snapshot": day}))  # fmt: skip
        names = {c: c.replace("_", " ").capitalize() if weeks == 0 else c for c in rows[0].values}
        files.append(Export("stock", f"stock_{day}.csv", style, names, rows))
    return files


DELIVERED = ("ok", "OK", "Envoyé", "clic")
CAMPAIGNS = [dt.date(y, m, 15) for y in range(2022, 2027) for m in (3, 9)][:-1]


def _letters(code: Code, person: Person, rng: random.Random) -> list[tuple[dt.date, str, str]]:
    """Past letters to a card: most arrive, an address nobody has bounces, a few say stop."""
    valid = "@example" in code.email.lower() or code.email.endswith((".example", ".test"))
    sent: list[tuple[dt.date, str, str]] = []
    if not code.email or code.optin is False:
        return sent
    dead_from = rng.choice(CAMPAIGNS) if rng.random() < 0.04 else LAST_EXPORT
    stop_from = rng.choice(CAMPAIGNS) if rng.random() < 0.06 else LAST_EXPORT
    for day in CAMPAIGNS:
        if code.created < day and day <= stop_from and rng.random() < 0.6:
            bounced = not valid or day >= dead_from
            arrived = rng.choices(DELIVERED, (12, 4, 3, 1))[0]
            status = "bounce" if bounced else "opt-out" if day == stop_from else arrived
            sent.append((day, "email", status))
    if person.last >= LAST_EXPORT - days(1) and rng.random() < 0.14:
        recent = LAST_EXPORT - days(rng.randint(6, 130))
        sent.append((recent, rng.choice(["email", "email", "telephone"]), "ok"))
    return sent


def _visits(code: Code, person: Person, rng: random.Random) -> list[tuple[dt.date, str, str]]:
    if rng.random() > 0.12 or person.habit == "prospect":
        return []
    day = max(code.created, FIRST_DAY) + days(rng.randint(5, 300))
    return (
        [(day, rng.choice(["salon", "courrier", "telephone"]), "ok")] if day < LAST_EXPORT else []
    )


def _contact_row(code: Code, day: dt.date, channel: str, status: str) -> Row:
    return Row(
        {
            "client_code": code.client_code,
            "date_contact": day,
            "canal": channel,
            "statut": status,
        }
    )


def contact_files(persons: list[Person]) -> list[Export]:
    """Contacts up to last year in one file, this year's in another, a handful in both."""
    contacts = []
    for index, person in enumerate(persons):
        rng = stream(f"contacts/{index}")
        for code in person.codes:
            for day, channel, status in _letters(code, person, rng) + _visits(code, person, rng):
                contacts.append((day, code.client_code, _contact_row(code, day, channel, status)))
    contacts.sort(key=lambda contact: contact[:2])
    old = [row for day, _, row in contacts if day <= LAST_YEAR]
    new = [row for day, _, row in contacts if day > LAST_YEAR]
    columns = {c: c for c in old[0].values}
    spaced = {c: c.replace("_", " ").capitalize() for c in columns}
    return [
        Export("contacts", "contacts_2025-12-31.csv", OFFICE, columns, old),
        Export("contacts", f"contacts_{LAST_EXPORT}.csv", CASH_DESK, spaced, [*old[-20:], *new]),
    ]
