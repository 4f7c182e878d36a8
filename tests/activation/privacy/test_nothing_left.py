"""From hostile exports to an older dump: whoever was erased stands nowhere, and gets no letter.

The real way: the loader, dbt, a letter that leaves, `pg_dump`. What is searched for is found in
any spelling: signs between the letters, capitals, accents, as in an address or in JSON.
"""

import json
import os
import re
import subprocess
import unicodedata
from pathlib import Path
from urllib.parse import unquote

import pytest

from loader.load import load
from tests.support.brevo.standin import Standin
from tests.support.dbt import dbt
from tests.support.house import IDENTITY, TODAY, command
from warehouse.embedded import binaries
from warehouse.settings import Settings, load_settings
from weekly.run import run as run_weekly

pytestmark = [pytest.mark.dbt, pytest.mark.processes]

LETTERS = ("+brevo_messages", "+brevo_contacts", "+recommendation_exclusions")
OTHERS = range(10, 28)
WINES = ("Riesling 2021", "Muscat 2022", "Pinot Gris 2020")
CLIENTS = (
    "client_code;nom;prenom;email;telephone;adresse;code_postal;ville;optin_email;surnom\n"
    " cl-00 042 ;Zwickelbauer;Hédwige; Hedwige.Zwick@Example.org ;06 47 58 69 70;"
    "17 impasse des Sourciers;67290;Weiterswiller;oui;Dédette\n"
    "OLD-42;ZWICKELBAUER;Mme He\u0301dwige;mailto:hedwige.zwick@example.org;;;;;;\n"
    ";Zwickelbauer;Hedwige;;+33 (0)6.47.58.69.70;;;;;\n"
    "-;;;\u200b«hedwige.zwick@example.org.»;;;;;;\n"
    "CL00042|Zwickelbauer|Hédwige;un;deux;trois;quatre;cinq;six;sept;huit;neuf;dix;onze\n"
) + "".join(
    f"C{n};Roth{n};Anne;anne{n}@example.org;03881122{n};2 rue Haute;67000;Colmar;oui;\n"
    for n in OTHERS
)
SALES = (
    "client_code;date_livraison;produit_label;qty_line;mt_ht;mt_ttc;document_type;document_no;"
    "email;note\n"
)
HOSTILE_SALES = (
    "-;2025-11-01;Muscat 2022;4;48;57,6;FACTURE;F900;Hédwige Z. <hedwige.zwick@example.org>;\n"
    "\ufeff;2025-11-02;Muscat 2022;1;12;14,4;FACTURE;F901;'HEDWIGE.ZWICK@EXAMPLE.ORG';\n"
    "cl 00042;31/02/2025;Muscat 2022;1;12;14,4;FACTURE;F902;;0647586970\n"
    "C11;2025-11-03;Muscat 2022;1;12;14,4;FACTURE;F903;;offert par Hédwige Zwickelbauer\n"
)
CONTACTS = (
    "client_code;date_contact;canal;statut\ncl 00042;2026-01-05;tel;Hédwige préfère le matin\n"
)
# A correction, another code with the address, one with the name and the telephone.
AGAIN = (
    "client_code;nom;prenom;email;telephone;adresse;code_postal;ville;optin_email\n"
    "CL00042;Zwickelbauer;Hédwige;h.zwick@example.net;06 47 58 69 70;;;;oui\n"
    "NEW-42;Z.;H.;hedwige.zwick@example.org;;;;;oui\n"
    "NEU42;Zwickelbauer;Hedwige;;0033647586970;;;;oui\n"
    "-;;;h.zwick (at) example.net;;;;;\n"
)
WORDS = (
    "cl00042", "old42", "new42", "neu42", "hedwige", "hzwick", "zwickelbauer", "647586970",
    "sourciers", "dedette", "weiterswiller",
)  # fmt: skip
# Not in the midst of a word: hashes have any sequence of letters.
NEEDLES = [re.compile(r"(?<![a-z0-9])(?:0|33)?" + r"[\W_]{0,3}".join(word)) for word in WORDS]


def told_in(text: str) -> set[str]:
    """The words a text holds, however they are spelt."""
    text = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), unquote(text))
    text = unicodedata.normalize("NFKD", text).lower()
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    letters = re.sub(r"[\W_]+", "", text)  # no needle is found where its letters are not
    near = [pair for pair in zip(WORDS, NEEDLES, strict=True) if pair[0] in letters]
    return {word for word, needle in near if needle.search(text)}


def told_by(settings: Settings) -> dict[str, set[str]]:
    """What each table of the whole database's dump tells of the person."""
    found: dict[str, set[str]] = {}
    table = ""
    dump = program(settings, "pg_dump").decode()
    for line in dump.splitlines() if told_in(dump) else ():
        table = line.split(" (")[0] if line.startswith("COPY ") else table
        if told := told_in(line):
            found.setdefault(table, set()).update(told)
    return found


def told_beside(*places: Path) -> set[str]:
    """The files that tell of the person."""
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    return {str(path) for path in files if told_in(path.read_bytes().decode("utf-8", "replace"))}


def program(settings: Settings, name: str, *options: str) -> bytes:
    whole = [str(binaries() / name), *options, f"--dbname={settings.database_url}"]
    return subprocess.run(whole, capture_output=True, check=True).stdout


def export(settings: Settings, dataset: str, day: str, text: str) -> None:
    path = settings.exports_dir / "raw" / "isavigne" / dataset / f"{dataset}_{day}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (1_700_000_000, 1_700_000_000))  # nobody is still writing it


def sales_of(code: str, first: int) -> str:
    return "".join(
        f"{code};{TODAY.year - year}-11-{10 + n};{wine};6;60;72;FACTURE;F{first + 9 * year + n};;\n"
        for year in (1, 2)
        for n, wine in enumerate(WINES[year - 1 :])
    )


def typed(*words: str) -> str:
    done = command(*words)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture
def built(
    dbt_settings: Settings, reachable: None, standin: Standin, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    """A house that has loaded hostile exports, built everything, and written to the person."""
    for name, text in IDENTITY.items():
        monkeypatch.setenv(name, text)
    settings, day = load_settings(), TODAY.isoformat()
    others = "".join(sales_of(f"C{n}", n * 1000) for n in OTHERS)
    export(settings, "clients", day, CLIENTS)
    export(settings, "clients", "2026-11-22", "Zwickelbauer;Hédwige;hedwige.zwick@example.org\n")
    export(
        settings, "ventes_lignes", day, SALES + sales_of("CL00042", 100) + HOSTILE_SALES + others
    )
    export(settings, "produits", day, "produit;prix_ttc\n" + "".join(f"{w};12,5\n" for w in WINES))
    export(settings, "stock", day, "produit;stock_total\n" + "".join(f"{w};900\n" for w in WINES))
    assert run_weekly(settings) == 1  # a file without a header was refused
    command("doctor", "--fix")
    typed("templates", "push")
    return settings


def test_who_was_erased_stands_nowhere_and_gets_no_letter(
    built: Settings, standin: Standin, tmp_path: Path
) -> None:
    typed("plan")
    typed("approve", "--all")
    typed("sync")
    older = tmp_path / "older.dump"
    older.write_bytes(program(built, "pg_dump", "--format=custom"))
    typed("send")
    assert "hedwige.zwick@example.org" in {mail["email"] for mail in standin.state.mails}
    export(built, "contacts", "2026-11-24", CONTACTS)
    load(built)
    assert set().union(*told_by(built).values()) == {*WORDS} - {"new42", "neu42", "hzwick"}

    done = json.loads(typed("forget", "cl 00042", "--yes", "--json"))
    older.rename(tmp_path.parent / "older.dump")
    assert told_by(built) == {}
    assert told_beside(tmp_path) <= {str(built.exports_dir / name) for name in done["files"]}

    standin.state.mails.clear()
    export(built, "clients", "2026-11-24", CLIENTS.replace("Dédette", "Dédette "))
    export(built, "clients", "2026-11-25", AGAIN)
    sold = sales_of("NEU42", 300) + sales_of("NEW 42", 400)
    export(built, "ventes_lignes", "2026-11-25", SALES + sold)
    load(built)
    typed("sweep")
    dbt(built, "run", "--select", *LETTERS)
    assert told_by(built) == {}
    assert "hedwige" not in typed("plan", "--json").lower()

    # An older dump, brought back by hand; nobody has run `activation sweep`.
    program(built, "pg_restore", "--clean", "--if-exists", str(tmp_path.parent / "older.dump"))
    assert told_by(built) != {}
    typed("take-charge", "--by", "Claire", "--reason", "panne")
    typed("sync")
    assert told_by(built) == {}
    typed("send")
    assert told_in(json.dumps([standin.state.mails, standin.state.contacts], default=str)) == set()
