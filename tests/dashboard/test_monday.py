"""The page *Lundi* in a real browser: the sentence, what to do, what it rests on."""

import csv
import io
import json
import urllib.request

import pytest
from playwright.sync_api import expect
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.feedback.opt_outs import hear
from activation.hash_key import hash_key
from activation.health import now
from activation.health.findings import record_findings
from tests.support.health import RUN, go_well
from tests.support.house import command
from tests.support.page import CHROMIUM, Open, Page
from tests.support.proposals import run
from warehouse.settings import Settings

pytestmark = [
    pytest.mark.processes,
    pytest.mark.xdist_group("chromium"),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
]
MONDAY = "/../lundi"
A4 = 718  # pixels between the margins
WEEKS = """
insert into crm.health_weeks (semaine, lignes, commandes, mt_ht, lignes_an_dernier,
    commandes_an_dernier, mt_ht_an_dernier)
select date '2026-11-23' - 7 * n, 1234567, 123456, 12345678.00, 1234567, 123456, 12345678.00
from generate_series(0, 11) as n
"""
# What is wider than the paper, or than the box that shows it.
CUT = """
    () => [...document.querySelectorAll("main, main *")].filter(one => {
        const style = getComputedStyle(one);
        if (one.closest("svg, .cache") || !one.getClientRects().length) return false;
        return one.getBoundingClientRect().right > innerWidth + 1
            || (style.overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1);
    }).map(one => one.outerHTML.slice(0, 200))
"""
# The sentence just swapped in has set its clock.
ASKS_AGAIN = "() => document.querySelector('#phrase')['htmx-internal-data']?.timeout"
FAIL = "update ops.dbt_results set status = 'fail', failures = 3 where name = 'perdues'"
TO_MEND = """
insert into crm.health_lines_to_mend (_file_id, fichier, ligne, motif, produit_label, mt_ht)
values (1, 'ventes.csv', 7, 'date_invalide', '=HYPERLINK("http://x")', -12.50)
"""
FOUND = """
create schema if not exists test_failures;
create table test_failures.perdues as
select 'CL00042' as client_code, 'Jean Dupont' as nom, 'RIESLING' as produit_key, 12.5 as mt_ht
union all select 'CL00043', 'Anne Dupont', 'MUSCAT', -2.5;
"""


@pytest.fixture
def well(conn: Connection, estate: Settings) -> Connection:
    go_well(conn)
    hear(conn, hash_key(conn, estate))
    run(conn, "grant select on all tables in schema crm to crm_dashboard")
    return conn


def get(page: Page, path: str) -> bytes:
    asked = urllib.request.Request(  # noqa: S310 - its own server
        f"{page.url}{path}", headers={"Cookie": f"session={page.token('Claire')}"}
    )
    with urllib.request.urlopen(asked) as answer:  # noqa: S310 - its own server
        body: bytes = answer.read()
    return body


def test_a_house_that_is_well_leads_to_its_letters(
    opened: Open, well: Connection, page: Page
) -> None:
    tab = opened("Claire", at=MONDAY)
    expect(tab.locator("#phrase strong")).to_contain_text("Prêt à approuver")
    expect(tab.get_by_role("link", name="Lire les lettres")).to_have_count(1)
    expect(tab.locator("main")).to_contain_text("Aucune sauvegarde n'a encore été faite")
    expect(tab.locator("main")).to_contain_text("Les 2 contrôles sont réussis.")


@pytest.mark.parametrize("script", [True, False])
def test_a_blocked_house_is_let_go_with_a_reason(
    opened: Open, well: Connection, estate: Settings, *, script: bool
) -> None:
    run(well, FAIL)
    reader = opened("Lecteur", at=MONDAY, script=script)
    expect(reader.locator("#phrase strong")).to_contain_text("Bloqué")
    expect(reader.get_by_role("button", name="Lever ce blocage")).to_have_count(0)
    tab = opened("Odile", at=MONDAY, script=script)
    expect(tab.get_by_role("link", name="Lire les lettres")).to_have_count(0)
    tab.get_by_label("Envoyer malgré tout, parce que").fill("compté à la main")
    tab.get_by_role("button", name="Lever ce blocage").click()
    expect(tab.locator("#phrase strong")).to_contain_text("levé par Odile")
    assert not now.verdict(well, estate).stops_sending


def test_a_block_that_changed_is_not_let_go(
    opened: Open, well: Connection, estate: Settings
) -> None:
    run(well, FAIL)
    tab = opened("Odile", at=MONDAY)
    run(well, FAIL.replace("3", "9"))
    tab.get_by_label("Envoyer malgré tout, parce que").fill("compté")
    tab.get_by_role("button", name="Lever ce blocage").click()
    expect(tab.get_by_role("alert")).to_contain_text("Le blocage a changé")
    assert now.verdict(well, estate).stops_sending


def test_a_house_that_never_ran_says_what_to_do(opened: Open, page: Page) -> None:
    tab = opened("Claire", at=MONDAY)
    expect(tab.locator("#phrase")).to_contain_text("aucun passage du lundi")
    expect(tab.locator("#phrase")).to_contain_text("Lancez make weekly")
    expect(tab.get_by_role("link", name="Lire les lettres")).to_have_count(0)


def test_tables_that_are_not_there_leave_the_sentence(
    opened: Open, well: Connection, page: Page
) -> None:
    run(well, "alter table crm.health_facts rename to away")
    tab = opened("Claire", at=MONDAY)
    expect(tab.locator("#phrase")).to_contain_text("Pas vérifié")
    expect(tab.locator(".vide")).to_contain_text("n'est pas construit")


def test_a_page_left_open_overnight_says_so_and_decides_nothing(
    opened: Open, well: Connection, page: Page
) -> None:
    tab = opened("Claire")
    tab.clock.install()
    tab.reload()
    expect(tab.locator("#ancienne")).to_be_hidden()
    tab.clock.fast_forward("10:00:00")
    expect(tab.locator("#ancienne")).to_contain_text("ouverte depuis longtemps")
    tab.get_by_role("button", name="Approuver ces 6 lettres…").click()
    expect(tab.get_by_role("link", name="La relire maintenant")).to_be_focused()
    tab.get_by_role("link", name="La relire maintenant").click()
    tab.get_by_role("button", name="Approuver ces 6 lettres…").click()
    expect(tab.get_by_role("heading", name="Approuver 6 lettres")).to_be_visible()


def test_a_page_without_an_answer_is_not_ready_and_one_without_a_session_is_closed(
    opened: Open, well: Connection, page: Page
) -> None:
    tab = opened("Claire", at=MONDAY)
    tab.clock.install()
    tab.reload()
    expect(tab.locator("#phrase strong")).to_contain_text("Prêt")
    tab.route("**/lundi/phrase", lambda route: route.abort())
    tab.clock.fast_forward(61_000)
    expect(tab.locator("#phrase strong")).to_contain_text("Pas vérifié")
    expect(tab.get_by_role("link", name="Lire les lettres")).to_have_count(0)
    tab.unroute("**/lundi/phrase")
    tab.clock.fast_forward(61_000)
    expect(tab.locator("#phrase strong")).to_contain_text("Prêt")
    tab.wait_for_function(ASKS_AGAIN)
    run(well, "delete from dashboard.sessions")
    tab.clock.fast_forward(61_000)
    expect(tab.get_by_label("Mot de passe")).to_be_visible()


def test_nothing_overflows_a_small_screen(opened: Open, well: Connection, page: Page) -> None:
    run(well, FAIL)
    tab = opened("Claire", width=320, at=MONDAY)
    assert tab.evaluate("document.documentElement.scrollWidth") == 320


def test_the_printed_summary_is_whole_and_nothing_of_it_is_cut(
    opened: Open, well: Connection, page: Page
) -> None:
    run(well, FAIL)
    run(well, WEEKS)
    tab = opened("Claire", width=A4, at=MONDAY)
    tab.emulate_media(media="print", color_scheme="dark")
    assert tab.evaluate(CUT) == []
    for told in ("Bloqué", "Des lignes se sont perdues", "12 345 678,00"):
        expect(tab.locator("main")).to_contain_text(told.replace(" ", "\u202f"))
    for name in ("Reçu", "Lignes de vente", "Contrôles", "Ventes par semaine", "Le compte y est"):
        expect(tab.get_by_role("heading", name=name, exact=True)).to_be_visible()
    expect(tab.get_by_role("button")).to_have_count(0)
    colours = "[getComputedStyle(document.body).color, getComputedStyle(document.body).background]"
    ink, paper = tab.evaluate(colours)
    assert ink == "rgb(0, 0, 0)"
    assert "rgb(255, 255, 255)" in paper


def test_a_check_says_whom_it_touches_and_shows_nobody(
    opened: Open, well: Connection, page: Page
) -> None:
    run(well, FAIL)
    run(well, FOUND)
    record_findings(well, RUN, [("test.perdues", '"db"."test_failures"."perdues"', 3)])
    tab = opened("Claire", at=MONDAY)
    check = tab.locator(".controle", has_text="Des lignes se sont perdues")
    expect(check).to_contain_text("2 personnes · 15,00\u00a0€")
    expect(check).to_contain_text("À corriger par vous, dans iSaVigne")
    check.get_by_text("Quelques lignes").click()
    expect(check.get_by_role("cell", name="RIESLING")).to_be_visible()
    expect(check).not_to_contain_text("Dupont")
    expect(check).not_to_contain_text("CL00042")


def test_lines_to_mend_open_in_a_french_spreadsheet(well: Connection, page: Page) -> None:
    run(well, TO_MEND)
    text = get(page, "/lundi/lignes-a-corriger.csv").decode("utf-8")
    assert text.startswith("\ufeff")
    (line,) = csv.DictReader(io.StringIO(text[1:]), delimiter=";")
    assert line["produit_label"] == '\'=HYPERLINK("http://x")'
    assert line["mt_ht"] == "-12,50"


def test_machines_are_told_the_same_sentence(
    well: Connection, page: Page, estate: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(well, FAIL)
    said = now.verdict(well, estate).sentence
    assert json.loads(get(page, "/healthz"))["sentence"] == said
    metrics = get(page, "/metrics").decode()
    assert 'crm_health_state{state="bloque"} 1.0' in metrics
    assert f'crm_health_sentence{{sentence="{said}"}} 1.0' in metrics
    monkeypatch.setenv("DATABASE_URL", str(estate.database_url))
    assert json.loads(command("health", "--json").stdout)["sentence"] == said
