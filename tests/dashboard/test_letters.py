"""The page *Lettres* in real browsers: with and without script, one person and two."""

import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect
from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import Json

from activation.approval.decide import approve
from activation.approval.plan import build_plan
from activation.approval.selection import Selection
from tests.support.page import CHROMIUM, Open, Page
from tests.support.proposals import run
from warehouse.rows import execute, row, rows, transaction, value
from warehouse.settings import Settings

pytestmark = [
    pytest.mark.processes,
    pytest.mark.xdist_group("chromium"),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
]


def decisions(conn: Connection) -> dict[str, int]:
    """Return how many proposals stand at each last decision."""
    found = rows(
        conn,
        "select coalesce(last_decision, '') as said, count(*) as n"
        " from activation.recommendations group by 1",
    )
    conn.commit()
    return {one["said"]: one["n"] for one in found}


def line(tab: Tab, code: str) -> Any:
    """Return the line of one person's letter."""
    return tab.locator(".lettre", has_text=re.compile(rf"Éluère {code.removeprefix('CL')}\b"))


def title(tab: Tab) -> Any:
    return tab.locator("h1")


def told(tab: Tab) -> Any:
    return tab.locator(".fait")


def test_a_decision_is_undone_from_its_letter_hours_later(opened: Open, conn: Connection) -> None:
    tab = opened("Claire")
    tab.get_by_role("button", name="Approuver ces 6 lettres…").click()
    tab.get_by_role("button", name="Approuver ces 6 lettres").click()
    later = opened("Odile", at="?etat=approuvees")
    expect(told(later)).to_have_count(0)
    line(later, "CL2").get_by_role("link", name="Éluère 2").click()
    later.get_by_role("button", name="Annuler pour les 6 lettres").click()
    expect(told(later)).to_contain_text("6 décisions annulées.")
    assert decisions(conn) == {"undone": 6}


@pytest.mark.parametrize("script", [True, False])
def test_a_monday_is_read_decided_and_undone_with_and_without_script(
    opened: Open, conn: Connection, script: bool
) -> None:
    tab = opened("Claire", script=script)
    expect(tab.locator("h2").first).to_have_text("6 lettres à décider")
    line(tab, "CL2").get_by_role("button", name="Approuver").click()
    expect(told(tab)).to_contain_text("1 lettre approuvée.")
    line(tab, "CL3").get_by_role("link", name="Refuser…").click()
    tab.get_by_label("Ce n'est pas le moment").check()
    tab.get_by_role("button", name="Refuser").click()
    expect(told(tab)).to_contain_text("1 lettre refusée.")
    assert decisions(conn) == {"approved": 1, "rejected": 1, "": 4}
    tab.get_by_role("button", name="Annuler").click()
    expect(told(tab)).to_contain_text("1 décision annulée.")
    for code in "CL4", "CL7":
        line(tab, code).get_by_role("checkbox").check()
    tab.get_by_role("button", name="Approuver les lettres cochées").click()
    expect(told(tab)).to_contain_text("2 lettres approuvées.")
    tab.get_by_role("button", name="Approuver ces 3 lettres…").click()
    expect(title(tab)).to_have_text("Approuver 3 lettres ?")
    expect(tab.locator(".exemples iframe")).to_have_count(3)
    last = tab.frame_locator(".exemples iframe").nth(2)
    expect(last.locator("body")).to_contain_text("L'abus d'alcool est dangereux")
    tab.get_by_role("button", name="Approuver ces 3 lettres").click()
    expect(told(tab)).to_contain_text("3 lettres approuvées.")
    assert decisions(conn) == {"approved": 6}
    tab.go_back()  # without being asked to send anything again
    expect(title(tab)).to_contain_text("Approuver")
    tab.go_forward()
    tab.get_by_role("button", name="Annuler").click()
    expect(told(tab)).to_contain_text("3 décisions annulées.")
    assert decisions(conn) == {"approved": 3, "undone": 3}


def test_a_refusal_asks_why_and_takes_words_of_ones_own(opened: Open, conn: Connection) -> None:
    tab = opened("Claire", script=False)
    line(tab, "CL3").get_by_role("link", name="Refuser…").click()
    tab.get_by_role("button", name="Refuser").click()
    expect(tab.get_by_role("alert")).to_contain_text("Un refus demande une raison")
    tab.get_by_label("Ou avec vos mots").fill("en voyage jusqu'en mars")
    tab.get_by_role("button", name="Refuser").click()
    kept = row(conn, "select reason, decided_by from activation.approvals")
    assert kept == {"reason": "en voyage jusqu'en mars", "decided_by": "Claire"}


def test_the_second_of_two_persons_is_told_who_decided_and_when(
    opened: Open, conn: Connection
) -> None:
    claire, odile = opened("Claire"), opened("Odile")
    line(claire, "CL2").get_by_role("button", name="Approuver").click()
    expect(told(claire)).to_contain_text("1 lettre approuvée.")
    line(odile, "CL2").get_by_role("link", name="Refuser…").click()
    odile.get_by_label("Ce n'est pas le moment").check()
    odile.get_by_role("button", name="Refuser").click()
    expect(title(odile)).to_have_text("Rien n'a changé")
    expect(odile.locator("main")).to_contain_text("Claire l'a approuvée à l'instant")
    assert decisions(conn) == {"approved": 1, "": 5}


def test_a_letter_changed_since_it_was_read_is_shown_old_and_new(
    opened: Open, conn: Connection, estate: Settings
) -> None:
    tab = opened("Claire")
    run(
        conn,
        "update sync.brevo_messages set content_hash = md5(content_hash),"
        " params = jsonb_set(params, '{produits,0,prix}', '\"13,00 €\"') where client_code = 'CL2'",
    )
    build_plan(conn, estate)
    line(tab, "CL2").get_by_role("button", name="Approuver").click()
    expect(tab.get_by_role("heading", name="La lettre a changé depuis")).to_be_visible()
    expect(tab.locator("del").first).to_contain_text("12,50")
    expect(tab.locator("ins").first).to_contain_text("13,00")
    before, now = tab.frame_locator("iframe").nth(0), tab.frame_locator("iframe").nth(1)
    expect(before.locator("body")).to_contain_text("12,50")
    expect(now.locator("body")).to_contain_text("13,00")
    assert decisions(conn) == {"": 6}
    tab.get_by_role("button", name="Approuver").click()
    expect(told(tab)).to_contain_text("1 lettre approuvée.")


def test_a_set_that_changed_is_not_decided_and_says_what_changed(
    opened: Open, conn: Connection, estate: Settings
) -> None:
    tab = opened("Claire")
    tab.get_by_role("button", name="Approuver ces 6 lettres…").click()
    approve(conn, estate, Selection(client_code="CL4"), "Odile")
    tab.get_by_role("button", name="Approuver ces 6 lettres").click()
    expect(tab.get_by_role("alert")).to_contain_text("Rien n'a été décidé")
    expect(tab.get_by_role("alert")).to_contain_text("1 lettre décidée entre-temps par Odile")
    assert decisions(conn) == {"approved": 1, "": 5}
    tab.get_by_role("button", name="Approuver ces 5 lettres").click()
    expect(told(tab)).to_contain_text("5 lettres approuvées.")


def test_beyond_the_rule_the_page_asks_for_a_second_person(
    opened: Open, page: Page, conn: Connection, tmp_path: Path
) -> None:
    (tmp_path / "dbt_project.yml").write_text(
        "name: x\nvars: {x: {second_person_above_letters: 4}}\n"
    )
    page.door.settings = dataclasses.replace(page.settings, root=tmp_path)
    for who, told_so in (
        ("Claire", "6 lettres approuvées une première fois. Une seconde personne doit"),
        ("Odile", "6 lettres approuvées."),
    ):
        tab = opened(who, at="" if who == "Claire" else "?etat=seconde-personne")
        tab.get_by_role("button", name="Approuver ces 6 lettres…").click()
        tab.get_by_role("button", name="Approuver ces 6 lettres").click()
        expect(told(tab)).to_contain_text(told_so)
        if who == "Claire":
            tab.goto(f"{page.url}/lettres?etat=seconde-personne")
            tab.get_by_role("button", name="Approuver", exact=True).first.click()
            expect(tab.locator("main")).to_contain_text("une seconde personne doit l'approuver")
    assert decisions(conn) == {"approved": 6}


def test_all_of_it_by_keyboard(opened: Open, conn: Connection) -> None:
    tab = opened("Claire")
    press = tab.keyboard.press
    press("?")
    expect(tab.locator("#touches")).to_have_attribute("open", "")
    press("ArrowDown")
    press("ArrowDown")
    press("ArrowUp")
    press("Enter")
    expect(tab.locator(".lettre").first.locator(".pourquoi")).to_be_visible()
    press("Enter")
    expect(tab.locator(".pourquoi")).to_have_count(0)
    first, second = (tab.locator(".ouvrir").nth(n).inner_text() for n in (0, 1))
    press("a")
    expect(told(tab)).to_contain_text("1 lettre approuvée.")
    expect(tab.locator(".lettre.ici .ouvrir")).to_have_text(second)
    tab.wait_for_function("text => document.activeElement.innerText === text", arg=second)
    expect(tab.locator(".ouvrir", has_text=first)).to_have_count(0)
    press("z")
    expect(told(tab)).to_contain_text("1 décision annulée.")
    press("ArrowDown")
    press("r")
    expect(title(tab)).to_have_text("Refuser cette lettre")
    assert decisions(conn) == {"undone": 1, "": 5}


def test_an_opt_out_heard_stops_the_letter_and_is_shown(opened: Open, conn: Connection) -> None:
    tab = opened("Claire", script=False)
    line(tab, "CL2").get_by_role("link", name="Éluère 2").click()
    tab.get_by_role("link", name="Ne plus jamais écrire…").click()
    tab.get_by_label("par courrier").check()
    tab.get_by_label("À qui ?").fill("Odile")
    tab.get_by_role("button", name="Ne plus jamais écrire").click()
    expect(tab.locator("main")).to_contain_text("dit par courrier")
    kept = row(
        conn,
        "select client_code, heard_how, told_to, recorded_by from activation.opt_outs_heard",
    )
    assert kept == {
        "client_code": "CL2", "heard_how": "post", "told_to": "Odile", "recorded_by": "Claire",
    }  # fmt: skip
    conn.commit()
    tab.get_by_role("button", name="Approuver").click()
    expect(tab.locator("main")).to_contain_text("n'a pas pu suivre votre décision")
    assert decisions(conn) == {"": 6}


def test_a_letter_to_oneself_goes_to_whoever_is_logged_in(opened: Open, conn: Connection) -> None:
    tab = opened("Claire")
    line(tab, "CL2").get_by_role("link", name="Éluère 2").click()
    tab.get_by_role("button", name="M'envoyer cette lettre").click()
    expect(told(tab).first).to_contain_text("part vers votre adresse")
    asked = row(conn, "select sent_to, asked_by, outcome from activation.letters_to_oneself")
    assert asked == {"sent_to": "claire@example.org", "asked_by": "Claire", "outcome": None}


def test_whoever_only_reads_decides_nothing(opened: Open, page: Page, conn: Connection) -> None:
    tab = opened("Lecteur")
    expect(tab.get_by_role("button", name="Approuver")).to_have_count(0)
    shown = tab.request.get(f"{page.url}/lettres/ensemble?action=approuver")
    posted = (
        tab.request.post(
            f"{page.url}/lettres/{action}",
            form={"action": "approuver"},
            headers={"origin": page.url},
        )
        for action in ("decider", "annuler", "ensemble/decider", "jamais", "m-envoyer")
    )
    for answer in (shown, *posted):
        assert answer.status == 403
        assert "pas en décider" in answer.text()
    assert decisions(conn) == {"": 6}


@pytest.mark.parametrize(
    "body", ["", "vu=x", "vu=%00&action=approuver", "lot=1", "lettre=%FF", "a=" * 9]
)
def test_a_form_that_makes_no_sense_changes_nothing_and_breaks_nothing(
    opened: Open, page: Page, conn: Connection, body: str
) -> None:
    tab = opened("Claire")
    for action in ("decider", "annuler", "ensemble/decider", "jamais", "m-envoyer"):
        answer = tab.request.post(
            f"{page.url}/lettres/{action}",
            data=body,
            headers={"content-type": "application/x-www-form-urlencoded", "origin": page.url},
        )
        assert answer.status in (200, 400, 404), (action, answer.status)
    assert decisions(conn) == {"": 6}


def test_a_filter_is_an_address_and_nothing_overflows_a_phone(
    opened: Open, conn: Connection
) -> None:
    run(conn, "update crm.customer_360 set segment = 'Perdus', code_postal = '67600'"
        " where client_code = 'CL2'")  # fmt: skip
    tab = opened("Claire", width=320, at="?segment=Perdus&departement=67&etat=toutes&page=9")
    expect(tab.locator("h2").first).to_have_text(
        "1 lettre en tout, segment « Perdus », département « 67 »"
    )
    assert tab.evaluate("document.documentElement.scrollWidth") == 320
    line(tab, "CL2").get_by_role("link", name="Éluère 2").click()
    expect(tab.locator(".pourquoi")).to_be_visible()
    assert tab.evaluate("document.documentElement.scrollWidth") == 320
    line(tab, "CL2").get_by_role("button", name="Approuver").click()
    tab.goto(tab.url.partition("?")[0] + "?etat=approuvees")
    expect(tab.locator("h2").first).to_have_text("1 lettre approuvée")


HOSTILE = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>' onfocus=alert(1) autofocus x='",
    '=HYPERLINK("https://evil.example/","x")',
    "a\r\nSet-Cookie: qui=Odile\r\n\r\n<b>",
    "{{ 7*7 }}{% raw %}</textarea></iframe><base href='https://evil.example/'>",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_in_every_field_stay_words(
    opened: Open, conn: Connection, estate: Settings, words: str
) -> None:
    """The fixture fails the test for any script, dialog, policy or request they get through."""
    with transaction(conn):
        execute(
            conn,
            """
            update crm.customer_360 set nom = %(w)s, prenom = %(w)s, ville = %(w)s, segment = %(w)s,
                code_postal = %(w)s where client_code = 'CL2';
            update sync.brevo_messages set content_hash = 'x', params = %(params)s
            where client_code = 'CL2';
            insert into crm.contact_log (contact_id, client_code, date_contact, canal, statut)
            values ('1', 'CL2', '2025-01-01', %(w)s, %(w)s);
            """,
            {
                "w": words,
                "params": Json(
                    {
                        "salutation": words, "dernier_achat": words,
                        "produits": [
                            {"nom": words, "millesime": words, "prix": words, "raison": words,
                             "unite": words, "designation": words,
                             "chemin": words}
                        ],
                    }
                ),
            },
        )  # fmt: skip
    build_plan(conn, estate)
    tab = opened("Claire")
    mine = tab.locator(".lettre", has_text=words.split("\r")[0].strip()[:20]).first
    mine.locator(".ouvrir").click()
    expect(tab.locator(".pourquoi")).to_be_visible()
    frame = tab.frame_locator(".apercu").first
    expect(frame.locator("body")).to_be_visible()
    mine.get_by_role("link", name="Refuser…").click()
    tab.get_by_label("Ou avec vos mots").fill(words)
    tab.get_by_role("button", name="Refuser").click()
    expect(told(tab)).to_contain_text("1 lettre refusée.")
    tab.goto(tab.url.split("/lettres")[0] + "/lettres?etat=refusees")
    expect(tab.locator(".lettre")).to_have_count(1)
    tab.locator(".ouvrir").click()
    expect(tab.locator(".pourquoi")).to_be_visible()
    assert [one["name"] for one in tab.context.cookies()] == ["session"]
    tab.goto(tab.url.split("/lettres")[0] + "/lettres?etat=toutes")
    tab.get_by_role("button", name="Refuser ces 6 lettres…").click()
    expect(title(tab)).to_contain_text("Refuser")
    asked = value(conn, "select count(*) from activation.approvals where decision = 'rejected'")
    assert asked == 1


def test_a_preview_permits_nothing_and_asks_for_nothing(opened: Open, page: Page) -> None:
    tab = opened("Claire", script=False)
    line(tab, "CL2").get_by_role("link", name="Éluère 2").click()
    frame = tab.locator("iframe").first
    assert frame.get_attribute("sandbox") == ""
    answer = tab.request.get(page.url + str(frame.get_attribute("src")))
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none';")
    assert not re.findall(r"<(?:img|script|link|iframe|object|form)\b", answer.text())
