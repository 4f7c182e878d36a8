"""A no that was said is heard: from the exports, through real dbt, to what may leave."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg2
import pytest

from activation.approval.decide import approve
from activation.approval.selection import Selection
from tests.support.brevo.standin import Standin
from tests.support.estate import load, sale
from tests.support.house import IDENTITY, command, database, kill, until
from tests.support.project import Parsed
from warehouse import database as door
from warehouse import rows as store
from warehouse.dbt import DbtReport, run_dbt
from warehouse.errors import LockedError
from warehouse.profile import write_profile
from warehouse.settings import ROOT, Settings, load_settings

pytestmark = pytest.mark.dbt

TODAY = datetime.now(ZoneInfo("Europe/Paris")).date()
WEEK = timedelta(days=7)
WINES = ("Riesling 2021", "Muscat 2022", "Pinot Gris 2020")
MODELS = (
    "+brevo_messages",
    "+brevo_contacts",
    "+recommendation_exclusions",
    *("+opt_outs_known", "+opt_outs_said", "+contacts_loaded"),
    "refus_a_confirmer",
)
SPOKEN = {
    "REFUS": "Refus", "STOP": "STOP", "DES": "désinscrit", "OPTOUT": "opt-out", "ZERO": "0,0",
    "NON": "NON.", "DECEDE": "décédé", "LIBRE": "écrire à sa fille", "MOINS": "-1",
}  # fmt: skip
YES = {"OUI": "Oui", "OUIMAIS": "oui, par mail", "VIDE": "", "ABONNE": "Abonné", "UN": "1"}
# Code, then channel, status and date of an occasion.
ANSWERED = {
    "S1": ("email", "Désinscrite", "2025-01-06"),
    "S2": ("email", "Unsubscribed", "2025-01-06"),
    "S3": ("courrier", "Ne plus contacter", "2025-01-06"),
    "S4": ("", "RGPD opposition", "31/02/2025"),
    "S5": ("EMAIL", "Désinscrit", ""),
    "S6": ("EMAIL", "Désinscrit", "00/00/0000"),
    "S7": ("EMAIL", "Désinscrit", (TODAY + 9 * WEEK).isoformat()),
    "S8": ("telephone", "un mot inconnu", "2025-01-06"),
    "B1": ("Newsletter", "bounce", "2025-01-06"),
    "B2": ("Brevo", "Bloqué", "2025-01-06"),
    "B3": ("Mél", "erreur", "2025-01-06"),
    "B4": ("", "bounce", ""),
}
HARMLESS = {"H1": ("courrier", "bounce", "2025-01-06"), "H2": ("email", "", "2025-01-06")}


def person(code: str, **more: str) -> dict[str, str | None]:
    return {"client_code": code, "nom": f"N{code}", "email": f"{code.lower()}@example.org", **more}


def orders(conn: Any, *codes: str) -> None:
    """Give each code an order of last year and of the year before."""
    lines = [
        sale(
            1000 * year + n, TODAY - timedelta(days=365 * year - 30),
            client_code=code, produit_label=WINES[(n + year) % 3],
        )
        for year in (1, 2) for n, code in enumerate(codes)
    ]  # fmt: skip
    load(conn, "ventes_lignes", lines)
    load(conn, "produits", [{"produit": wine, "prix_ttc": "12,5"} for wine in WINES])
    load(conn, "stock", [{"produit": wine, "stock_total": "6000"} for wine in WINES])


def export(conn: Any, dataset: str, lines: list[Any], day: Any = TODAY) -> None:
    """Load one more export of a dataset."""
    load(conn, dataset, lines, day)
    with store.transaction(conn):
        store.execute(conn, "update raw.files set sha256 = sha256 || file_id")


@pytest.fixture
def conn(settings: Settings) -> Iterator[Any]:
    opened: Any = database(settings)
    yield opened
    opened.close()


@pytest.fixture
def build(
    settings: Settings,
    dbt_project: Parsed,
    reachable: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[], None]:
    for name, text in {**IDENTITY, "AS_OF_DATE": TODAY.isoformat()}.items():
        monkeypatch.setenv(name, text)
    dbt_project.remember(load_settings(), tmp_path / "target")

    def run() -> None:
        report = begin(tmp_path)
        assert (report.error, report.failed) == (None, [])

    return run


def begin(tmp_path: Path) -> DbtReport:
    found = load_settings()
    write_profile(found)
    target = ["--target-path", str(tmp_path / "target")]
    kinds = ["--resource-type", "model", "--resource-type", "seed"]
    return run_dbt(found, ["build", *kinds, "--select", *MODELS, *target])


def reasons(conn: Any) -> dict[str, str | None]:
    found = store.rows(conn, "select client_code, not_contactable_reason from crm.customer_360")
    conn.commit()
    return {line["client_code"]: line["not_contactable_reason"] for line in found}


def typed(*words: str) -> Any:
    done = command(*words)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done


def test_what_looks_like_a_no_is_one_and_reaches_as_far_as_it_must(
    build: Callable[[], None], conn: Any
) -> None:
    """Words, dates, channels; the person, their codes and addresses, who shares them."""
    people = [person(code, optin_email=word) for code, word in {**SPOKEN, **YES}.items()]
    people += [person(code) for code in (*ANSWERED, *HARMLESS)]
    people += [
        person("JOIN1", nom="Weber", prenom="Anne", telephone="0611111111"),
        person("JOIN2", nom="Weber", prenom="Anne", telephone="0611111111", optin_email="non"),
        person("LODGER", email="refus@example.org"),
        person("MOVED", email="stop@example.org"),
        person("FIXED", email="wrong@example.org"),
    ]
    conn.autocommit = False
    codes = [str(one["client_code"]) for one in people]
    export(conn, "clients", people, TODAY - 8 * WEEK)
    orders(conn, *codes)
    occasions = [
        {"client_code": code, "canal": canal, "statut": statut, "date_contact": day}
        for code, (canal, statut, day) in {**ANSWERED, **HARMLESS}.items()
    ]
    bounce = {"client_code": "FIXED", "canal": "email", "statut": "bounce"}
    occasions.append({**bounce, "date_contact": (TODAY - 30 * WEEK).isoformat()})
    occasions.append({**bounce, "date_contact": ""})
    export(conn, "contacts", occasions, TODAY - 8 * WEEK)
    export(
        conn, "clients",
        [person("MOVED"), person("FIXED"), person("REFUS", optin_email="oui")],
        TODAY - WEEK,
    )  # fmt: skip
    export(conn, "contacts", [{**bounce, "date_contact": ""}], TODAY)
    build()
    found = reasons(conn)
    written = {code for code, reason in found.items() if reason is None}
    assert written == {*YES, *HARMLESS, "FIXED"}
    assert {found[code] for code in ("LIBRE", "MOINS", "S8")} == {"a_confirmer"}
    assert {found[code] for code in ("B1", "B3", "B4")} == {"bounce"}
    assert found["B2"] == "bloque"
    assert {found[code] for code in ("REFUS", "LODGER", "MOVED", "JOIN1")} == {"refus_optin"}


def fail(tmp_path: Path, conn: Any) -> None:
    """Begin a build in which no table can be made."""
    refuse = """
    create function refuse() returns event_trigger language plpgsql as
        $$ begin raise exception 'no room'; end $$;
    create event trigger refuse on ddl_command_end when tag in ('CREATE TABLE AS')
        execute function refuse();
    """
    with store.transaction(conn):
        store.execute(conn, refuse)
    assert begin(tmp_path).failed
    with store.transaction(conn):
        store.execute(conn, "drop event trigger refuse; drop function refuse")


def kill_in_between(tmp_path: Path, conn: Any) -> None:
    """Begin a build and kill it once it is at work."""
    text = f"from tests.activation.test_noes import *; begin(Path({str(tmp_path)!r}))"
    at_work = """
        select 1 from pg_stat_activity
        where application_name = 'crm build' and state <> 'idle' limit 1
    """
    build = subprocess.Popen([sys.executable, "-c", text], cwd=ROOT)
    until(lambda: store.value(conn, at_work) or conn.rollback())
    kill(build)
    conn.rollback()


def test_a_no_loaded_since_the_last_build_stops_approval_and_sending(
    build: Callable[[], None], conn: Any, standin: Standin, tmp_path: Path
) -> None:
    """Builds were never begun, failed, or killed: `raw` knows what the tables do not."""
    codes = [f"P{n}" for n in range(9)]
    export(conn, "clients", [person(code) for code in codes], TODAY - WEEK)
    export(conn, "contacts", [], TODAY - WEEK)
    orders(conn, *codes)
    build()
    for words in (["templates", "push"], ["plan"]):
        assert typed(*words).exit_code == 0
    export(conn, "clients", [person("P0", optin_email="ne souhaite pas")])
    settings = load_settings()
    page = psycopg2.connect(**door.parameters(settings), options="-c role=crm_dashboard")
    for gone_wrong in (lambda *_: None, fail, kill_in_between):
        gone_wrong(tmp_path, conn)
        with pytest.raises(LockedError, match="files were loaded since"):
            approve(page, settings, Selection(client_code="P0"), "Odile")
    refused = typed("approve", "--client", "P0", "--by", "Odile")
    left = approve(page, settings, Selection(client_code="P0"), "Odile").undecided
    assert [one.reason for one in left] == ["refus_optin"]
    page.close()
    assert (refused.exit_code, "Refus enregistré" in refused.output) == (1, True), refused.output
    assert typed("approve", "--all", "--by", "Odile").exit_code == 1
    export(conn, "clients", [person("P1", optin_email="N")])
    yesterday = (TODAY - timedelta(days=10)).isoformat()
    occasions = [
        {"client_code": "P2", "canal": "", "statut": "Désinscrite.", "date_contact": ""},
        {"client_code": "P3", "canal": "email", "statut": "ok", "date_contact": yesterday},
        {"client_code": "P4", "canal": "email", "statut": "bounce", "date_contact": "2025-01-06"},
        {"client_code": "P5", "canal": "salon", "statut": "à revoir", "date_contact": ""},
        {"client_code": "P6", "canal": "salon", "statut": "à revoir", "date_contact": "2025-01-06"},
    ]
    export(conn, "contacts", occasions)
    listed = typed("oppositions").output
    assert ("P5" in listed, "a revoir" in listed, "contacts.csv" in listed) == (True, True, True)
    decided = ["--reason", "vu au salon", "--by", "Odile"]
    assert typed("oppositions", "P6", "--lift", *decided).exit_code == 0
    export(conn, "contacts", [occasions[-1]], TODAY + WEEK)
    assert typed("oppositions", "P5", "--confirm", *decided).exit_code == 0
    assert "Aucun refus à confirmer" in typed("oppositions").output
    sent = typed("send")
    assert {mail["email"] for mail in standin.state.mails} == {
        f"p{n}@example.org" for n in (6, 7, 8)
    }, sent.output
    stopped = store.rows(conn, "select client_code, outcome_reason as why from activation.outbox")
    assert {one["client_code"]: one["why"] for one in stopped if one["why"]} == {
        "P1": "refus_optin", "P2": "desinscrit", "P3": "contact_recent", "P4": "bounce",
        "P5": "desinscrit",
    }  # fmt: skip
