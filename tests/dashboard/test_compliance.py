"""*Conformité*: noes and their source, persons left out, requests carried out, a letter's proof."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.carry_out import carry_out
from activation.approval.decide import approve
from activation.approval.selection import Selection
from activation.worker.loop import tasks
from dashboard.access import tokens
from tests.support.asks import Answer, ask
from tests.support.page import Page
from tests.support.proposals import run
from warehouse.rows import value
from warehouse.settings import Settings

TODAY = date(2026, 11, 23)
LIFE = """
    insert into raw.files (dataset, path, sha256, size_bytes, status)
    values ('clients', 'clients.csv', 'x', 1, 'loaded');
    insert into raw.clients (_file_id, _line_number, client_code, nom, prenom, email)
    select file_id, 7, 'CL2', 'Éluère', 'Chloé', 'cl2@example.org' from raw.files;
    insert into etl.clients (client_code, master_client_code, match_rule, email)
    values ('CL2', 'CL2', 'seul', 'cl2@example.org');
    insert into crm.reasons values
        ('contact_recent', 'person', 10, 'Contact trop récent'),
        ('desinscrit', 'person', 3, 'Désinscription'), ('bounce', 'person', 4, 'Adresse en erreur');
    insert into activation.suppressions (email_hash, client_code, scope, reason, source)
    values ('a', 'CL3', 'all', 'desinscrit', 'erp:clients.csv:433'),
        ('b', 'CL3', 'all', 'desinscrit', 'erp:clients.csv:433'),
        ('c', 'CL4', 'all', 'desinscrit', 'personne'),
        ('d', null, 'transactional', 'hard_bounce', 'brevo:events');
    update crm.customer_360 set dernier_achat = '2023-12-24' where client_code = 'CL4';
    update crm.customer_360 set dernier_achat = '2026-03-01' where client_code = 'CL7';
    insert into crm.customer_sales_lines (client_code, document_id, produit_key, date_livraison,
        qty_line, qty_unit, mt_ht, is_purchase, is_return, _file_id, _line_number)
    select 'CL2', 'V7', 'RIESLING 2021', '2024-03-02', 6, 6, 60, true, false, file_id, 42
    from raw.files;
    grant select on all tables in schema crm, etl to crm_dashboard;
"""
Work = Callable[[str], None]


@pytest.fixture
def estate(estate: Settings) -> Settings:
    """The estate on a day of its own."""
    return replace(estate, as_of_date=TODAY)


@pytest.fixture
def house(conn: Connection, page: Page) -> Page:
    """A house where some have said no."""
    run(conn, LIFE)
    return page


@pytest.fixture
def work(house: Page, estate: Settings) -> Work:
    """A function that does one of the worker's tasks."""
    return lambda task: tasks(estate)[task](lambda: False, {})


def get(page: Page, path: str, who: str = "Claire") -> Answer:
    return ask(page.url, path=path, Cookie=f"session={page.token(who)}")


def post(page: Page, path: str, who: str = "Claire", **form: str) -> Answer:
    session = f"session={page.token(who)}"
    return ask(page.url, "POST", f"/conformite/{path}", form, Cookie=session, Origin=page.url)


def test_noes_are_counted_as_they_were_said_with_their_source(house: Page) -> None:
    text = get(house, "/conformite").text
    assert "1 refus noté" in text
    assert "aucune lettre n&#39;est partie ensuite" in text
    assert "iSaVigne (clients.csv, ligne 433)" in text
    bounces = get(house, "/conformite?quoi=retours").text
    assert ("Adresse en erreur" in bounces, "ligne 433" in bounces) == (True, False)


def test_persons_left_out_lead_to_who_they_are(house: Page) -> None:
    text = get(house, "/conformite").text
    assert 'href="/clients?raison=contact_recent"' in text
    assert "1 personne n&#39;a plus ni acheté ni cliqué" in text
    assert "24/12/2026" in text
    found = get(house, "/clients?raison=contact_recent").text
    assert [f'href="/clients/{code}"' in found for code in ("CL1", "CL6", "CL2")] == [
        True, True, False,
    ]  # fmt: skip


def test_a_letter_after_a_no_and_two_letters_too_close_are_said(
    house: Page, conn: Connection, estate: Settings
) -> None:
    assert "Personne n&#39;a reçu deux lettres" in get(house, "/conformite").text
    approve(conn, estate, Selection(), "Odile")
    carry_out(conn, estate)
    run(
        conn,
        "update activation.outbox set state = 'sending';"
        " update activation.outbox set state = 'accepted', accepted_at = now(), email_hash = 'd'"
        " where client_code in ('CL2', 'CL3')",
    )
    text = get(house, "/conformite").text
    assert "2 lettres sont parties ensuite" in text
    assert "jours après une autre" in text
    house.token("Lecteur")
    token = f"Bearer {tokens.add(conn, 'tableur', 'Lecteur', 'read')}"
    told = json.loads(ask(house.url, path="/api/v1/compliance", Authorization=token).body)
    assert told["letters_after_no"] == 2
    assert [one["client_code"] for one in told["too_close"]] == ["CL3"]
    assert told["noes"][0] == {"kind": "refus", "standing": 1, "this_year": 1}
    assert told["soon_silent"] == [{"client_code": "CL4", "until": "2026-12-24"}]


def test_what_is_held_of_a_person_is_given_once(house: Page, conn: Connection, work: Work) -> None:
    assert post(house, "demander", "Lecteur", quoi="donner", code="CL2").status == 403
    assert post(house, "demander", quoi="donner", code="PERSONNE").status == 400
    assert post(house, "demander", quoi="donner", code="cl 2").status == 303
    assert "c&#39;est déjà demandé" in post(house, "demander", quoi="donner", code="CL2").text
    work("privacy")
    assert post(house, "prendre", "Lecteur", demande="1").status == 403
    taken = post(house, "prendre", demande="1")
    assert json.loads(taken.body)["adresses"] == ["cl2@example.org"]
    assert taken.headers["content-disposition"].startswith("attachment")
    assert post(house, "prendre", demande="1").status == 400
    assert value(conn, "select count(*) from activation.access_exports") == 0
    assert "par Claire" in get(house, "/conformite").text


def test_what_nobody_takes_is_kept_a_day(house: Page, conn: Connection, work: Work) -> None:
    post(house, "demander", quoi="donner", code="CL2")
    work("privacy")
    run(conn, "update activation.access_exports set made_at = now() - interval '23 hours'")
    work("forget_exports")
    assert value(conn, "select count(*) from activation.access_exports") == 1
    run(conn, "update activation.access_exports set made_at = now() - interval '1 day'")
    work("forget_exports")
    assert value(conn, "select count(*) from activation.access_exports") == 0


def test_a_person_is_erased_by_whoever_types_their_code(
    house: Page, conn: Connection, work: Work
) -> None:
    assert "tapez son code, CL2" in get(house, "/conformite/effacer/CL2").text
    looked = "select client_code from dashboard.access_log where page ~ 'effacer'"
    assert value(conn, looked) == "CL2"
    for typed in ("", "CL3"):
        asked = post(house, "demander", quoi="effacer", code="CL2", confirmation=typed)
        assert "tapez son code" in asked.text
    assert value(conn, "select count(*) from activation.privacy_requests") == 0
    conn.commit()
    asked = post(house, "demander", quoi="effacer", code="CL2", confirmation="cl2")
    assert asked.status == 303
    work("privacy")
    kept = "select count(*) from activation.privacy_requests where client_code is null"
    assert value(conn, f"{kept} and outcome = 'done'") == 1
    conn.commit()
    assert get(house, "/clients/CL2").status == 404
    assert "lignes effacées" in get(house, "/conformite").text.replace(
        "ligne effacée", "lignes effacées"
    )


def test_the_proof_of_a_letter_stands_on_one_page(
    house: Page, conn: Connection, estate: Settings, work: Work
) -> None:
    approve(conn, estate, Selection(client_code="CL2"), "Odile")
    carry_out(conn, estate)
    run(conn, "update activation.outbox set state = 'sending'")
    run(
        conn,
        "update activation.outbox set state = 'accepted', accepted_at = now();"
        " insert into activation.events"
        " (event_key, send_id, email_hash, type, raw_type, occurred_at, source)"
        " select 'k', send_id, email_hash, 'delivered', 'delivered', now(), 'poll'"
        " from activation.outbox",
    )
    letter = value(conn, "select send_id::text from activation.outbox")
    proposal = value(conn, "select reco_id::text from activation.outbox")
    conn.commit()
    text = get(house, f"/conformite/lettre/{letter}", "Lecteur").text
    for said in (
        "Vous aviez commandé ce vin en mars 2024", "article L. 34-5", "clients.csv, ligne 42",
        "approuvée par Odile", "remise", "dernier achat avant la lettre",
    ):  # fmt: skip
        assert said in text
    assert letter in get(house, f"/conformite/lettre/{proposal}").text
    looked = "select distinct reco_id::text from dashboard.access_log where page like '%/lettre/%'"
    assert value(conn, looked) == proposal  # by whichever id the proof was asked for
    conn.commit()
    assert "1 lettre est partie : ce qu" in get(house, "/resultats").text  # nothing counts it yet
    assert ", partie)" in get(house, "/clients/CL2").text
    shown = get(house, f"/conformite/lettre/{letter}/apercu")
    assert "sandbox" in shown.headers["content-security-policy"]
    post(house, "demander", quoi="effacer", code="CL2", confirmation="CL2")
    work("privacy")
    erased = get(house, f"/conformite/lettre/{letter}").text
    assert ("empreintes" in erased, "Chloé" in erased, "mars 2024" in erased) == (
        True, False, False,
    )  # fmt: skip
    assert get(house, f"/conformite/lettre/{letter}/apercu").status == 404


def test_who_decided_what_is_kept_by_month(house: Page, conn: Connection, estate: Settings) -> None:
    approve(conn, estate, Selection(), "Odile")
    post(house, "demander", quoi="donner", code="CL2")
    run(
        conn,
        "insert into activation.occasions (client_code, canal, made_on, made_by, recorded_by)"
        " values ('CL3', 'telephone', current_date, 'Odile', 'Claire')",
    )
    month = value(conn, "select to_char(max(decided_at), 'YYYY-MM') from activation.approvals")
    conn.commit()
    text = get(house, f"/conformite/journal?mois={month}").text
    assert "6 lettres approuvées" in text
    assert "a demandé les données d&#39;une personne" in text
    assert "Rien n'a été décidé" in get(house, "/conformite/journal?mois=2001-01").text
    assert get(house, "/conformite/journal?mois=9999-12").status == 200
    csv = get(house, f"/conformite/journal.csv?mois={month}").body.decode("utf-8-sig")
    assert csv.startswith("Quand;Qui;Quoi;Lettres;Client;Dit")
    assert "6 lettres approuvées" in csv
    assert "par téléphone" in text
    assert "a noté un contact;;CL3;par téléphone" in csv
