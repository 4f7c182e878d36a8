"""*Clients*: a person and a wine found, read, followed to their lines, taken along in a file."""

import io

import openpyxl
import pytest
from playwright.sync_api import expect
from psycopg2.extensions import connection as Connection  # noqa: N812

from tests.support.asks import Answer, ask
from tests.support.page import CHROMIUM, Open, Page
from tests.support.proposals import run
from warehouse.rows import value

LIFE = """
    update crm.customer_360 set ville = 'Colmar', prenom = null, nom = '=HYPERLINK("http://x")'
    where client_code = 'CL3';
    insert into etl.clients (client_code, master_client_code, match_rule, email) values
        ('CL2', 'CL2', 'maitre', 'cl2@example.org'), ('CL2B', 'CL2', 'telephone', null);
    insert into etl.produits (produit_key, produit_label, famille_crm)
    values ('MUSCAT 2020 A/B & C', 'Muscat d’Alsace', 'Muscat');
    insert into raw.files (dataset, path, sha256, size_bytes, status)
    values ('ventes_lignes', 'ventes.csv', 'x', 1, 'loaded');
    insert into crm.customer_sales_lines (client_code, document_id, produit_key, date_livraison,
        qty_line, qty_unit, mt_ht, is_purchase, is_return, _file_id, _line_number)
    select 'CL2', 'D1', 'MUSCAT 2020 A/B & C', '2026-03-01', 6, 6, 60, true, false, file_id, 42
    from raw.files where path = 'ventes.csv';
    update crm.customer_360 set segment = 'Champions' where client_code = 'CL2';
    insert into crm.rfm_scores (client_code, segment, segment_avant) values
        ('CL2', 'Champions', null), ('CL3', 'Perdus', 'Nouveaux'), ('CL4', 'Perdus', 'Perdus');
    grant select on all tables in schema crm, etl to crm_dashboard;
"""


@pytest.fixture
def house(conn: Connection, page: Page) -> Page:
    """A house with one person under two codes, one line and a hostile name."""
    run(conn, LIFE)
    return page


def get(page: Page, path: str, who: str = "Claire") -> Answer:
    return ask(page.url, path=path, Cookie=f"session={page.token(who)}")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=eluere+2", ["CL2"]),
        ("q=cl2b", ["CL2"]),
        ("q=+cl-2+b.", ["CL2"]),
        ("q=colmar", ["CL3"]),
        ("vin=muscat", ["CL2"]),
        ("vin=muscat+d%E2%80%99alsace", ["CL2"]),
        ("vin=muscat-d'alsace&au=2026-03-01", ["CL2"]),
        ("vin=riesling", []),
        ("famille=Muscat&du=2026-03-01&au=2026-03-01", ["CL2"]),
        ("famille=Muscat&du=2026-03-02", []),
        ("venant=tous", ["CL2", "CL3"]),
        ("venant=Nouveaux", ["CL3"]),
        ("segment=Champions&venant=aucun", ["CL2"]),
        ("allant=Perdus", ["CL3"]),
        ("allant=tous", ["CL2", "CL3"]),
        ("venant=aucun&allant=Perdus", []),
        ("q=%25", []),
        ("q=CL3&page=999", ["CL3"]),
        ("du=demain&score=x&page=0&q=CL3", ["CL3"]),
    ],
)
def test_a_person_is_found_by_what_one_remembers(house: Page, query: str, found: list[str]) -> None:
    answer = get(house, f"/clients?{query}")
    assert answer.status == 200
    linked = [code for code in ("CL2", "CL3", "CL4") if f'href="/clients/{code}"' in answer.text]
    assert linked == found


def test_a_person_is_read_whole_by_any_of_their_codes(house: Page) -> None:
    for code in ("CL2B", "cl-2b", "cl2"):
        assert get(house, f"/clients/{code}").headers["location"] == "/clients/CL2"
    text = get(house, "/clients/CL2").text
    for said in ("CL2B", "rattaché par le téléphone", "60,00", "ventes.csv, ligne 42", "/lettres/"):
        assert said in text
    assert get(house, "/clients/CL99").status == 404


def test_a_wine_with_any_signs_in_its_name_has_a_page(house: Page) -> None:
    answer = get(house, "/clients/vin?cle=MUSCAT%202020%20A/B%20%26%20C")
    assert (answer.status, "1 acheteur" in answer.text) == (200, True)
    assert "MUSCAT%202020%20A/B%20%26%20C" in get(house, "/clients/vins?q=muscat").text
    assert get(house, "/clients/vin?cle=RIEN").status == 404


def test_a_list_leaves_as_files_in_which_nothing_is_reckoned(house: Page) -> None:
    text = get(house, "/clients.csv?q=colmar").body.decode("utf-8-sig")
    assert len(text.splitlines()) == 2
    assert "'=HYPERLINK" in text
    sheet = openpyxl.load_workbook(io.BytesIO(get(house, "/clients.xlsx?q=colmar").body)).active
    assert sheet is not None
    line = {cell.value: below for cell, below in zip(sheet[1], sheet[2], strict=True)}
    assert line["Code"].value == "CL3"
    assert line["On peut lui écrire"].value in ("oui", "non")
    assert not any("_" in str(head) or str(head) == "REBUY" for head in line)
    assert all(cell.data_type != "f" for cell in sheet[2])


def test_what_a_person_says_is_written_down_on_their_page(house: Page, conn: Connection) -> None:
    told = {"comment": "phone", "le": "2026-03-02", "a_qui": "Claire"}
    for who, status in (("Lecteur", 403), ("Claire", 303)):
        answer = ask(
            house.url, "POST", "/clients/CL2/jamais", told,
            Cookie=f"session={house.token(who)}", Origin=house.url,
        )  # fmt: skip
        assert answer.status == status
    assert value(conn, "select count(*) from activation.opt_outs_heard") == 1
    assert "dit au téléphone" in get(house, "/clients/CL2").text


def post(page: Page, path: str, form: dict[str, str], who: str = "Claire") -> Answer:
    session = f"session={page.token(who)}"
    return ask(page.url, "POST", path, form, Cookie=session, Origin=page.url)


def test_a_selection_has_a_name_and_an_address(house: Page) -> None:
    kept = {"recherche": "q=colmar&page=7", "nom": "À voir & revoir"}
    assert post(house, "/clients/selection", kept, "Lecteur").status == 403
    there = post(house, "/clients/selection", kept).headers["location"]
    found = get(house, there, "Lecteur").text
    assert "<h1>À voir &amp; revoir</h1>" in found
    assert ['href="/clients/CL2"' in found, 'href="/clients/CL3"' in found] == [False, True]
    assert there in get(house, "/clients").text
    assert post(house, "/clients/selection", kept).status == 400
    assert post(house, "/clients/selection", {"recherche": "", "nom": "Tous"}).status == 400
    assert post(house, "/clients/selection/oublier", kept).status == 303
    assert get(house, there).status == 404


def test_notes_and_occasions_are_kept_with_a_person(house: Page, conn: Connection) -> None:
    called = {"par": "telephone", "le": "2026-03-02", "qui": "Odile", "note": "aime <b>le vin</b>"}
    for path, form in (("occasion", called), ("note", {"note": "allergique aux sulfites"})):
        assert post(house, f"/clients/CL2/{path}", form, "Lecteur").status == 403
        assert post(house, f"/clients/CL2/{path}", form).status == 303
    text = get(house, "/clients/CL2").text
    assert "par téléphone, Odile — aime &lt;b&gt;le vin&lt;/b&gt;" in text
    assert "allergique aux sulfites" in text
    for wrong in ({"le": "2100-01-01"}, {"le": "hier"}, {"par": "fumée"}, {"qui": " "}):
        assert post(house, "/clients/CL2/occasion", called | wrong).status == 400
    number = str(value(conn, "select occasion_id from activation.occasions"))
    conn.commit()
    assert post(house, "/clients/CL3/occasion/retirer", {"occasion": number}).status == 400
    assert post(house, "/clients/CL2/occasion/retirer", {"occasion": number}).status == 303
    assert "retiré par Claire" in get(house, "/clients/CL2").text


@pytest.mark.processes
@pytest.mark.xdist_group("chromium")
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
def test_a_search_answers_as_one_types_and_is_an_address_by_enter(
    opened: Open, house: Page
) -> None:
    tab = opened("Claire", at="/../clients")
    tab.get_by_label("Nom, code ou ville").press_sequentially("colmar")
    expect(tab.locator("#combien")).to_have_text("1 personne")
    tab.get_by_label("Nom, code ou ville").press("Enter")
    tab.wait_for_url("**/clients?q=colmar*")
    expect(tab.locator("#combien")).to_have_text("1 personne")
