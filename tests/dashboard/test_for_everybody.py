"""Every page for every eye and hand: axe-core's rules, both colour schemes, a phone of 320 px."""

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.carry_out import carry_out
from activation.approval.decide import approve
from activation.approval.selection import Selection
from dashboard.letters.addresses import shown_word
from tests.support.health import go_well
from tests.support.page import CHROMIUM, Page
from tests.support.proposals import run
from warehouse.rows import rows, value
from warehouse.settings import Settings

pytestmark = [
    pytest.mark.processes,
    pytest.mark.xdist_group("chromium"),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
]
AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag2aaa", "wcag22aa", "best-practice"]
FOUND = """
    async rules => (await axe.run({
        runOnly: rules,
        rules: {"color-contrast-enhanced": {enabled: true}},  // 7:1, for eyes of every age
    })).violations.map(one => [one.id, one.nodes[0].html, one.nodes[0].failureSummary])
"""
# Something in every list of *Clients* and *Conformité*.
KEPT = """
    update crm.customer_360 set dernier_achat = current_date - interval '1080 days'
    where client_code = 'CL4';
    insert into activation.person_notes (client_code, note, written_by)
    values ('CL2', 'passe en mai', 'Claire');
    insert into activation.occasions (client_code, canal, made_on, made_by, recorded_by)
    values ('CL2', 'visite', '2026-03-01', 'Odile', 'Claire');
    insert into dashboard.selections (name, asked, made_by)
    values ('Rhin', '{"departement": "67"}', 'Claire');
    insert into activation.suppressions (email_hash, client_code, scope, reason, source)
    values ('a', 'CL3', 'all', 'desinscrit', 'erp:clients.csv:433');
    insert into activation.privacy_requests (kind, client_code, asked_by, settled_at, outcome)
    values ('access', 'CL2', 'Claire', now(), 'done'), ('erasure', 'CL3', 'Claire', null, null);
"""


def pages(conn: Connection) -> list[str]:
    """Return the address of every page there is to look at."""
    kept = rows(conn, "select reco_id, content_hash from activation.recommendations limit 1")[0]
    letter, shown = kept["reco_id"], shown_word(str(kept["reco_id"]), kept["content_hash"], 0)
    sent = value(conn, "select send_id from activation.outbox limit 1")
    conn.commit()
    return [
        "/lundi", "/lettres", "/lettres?etat=parties", f"/lettres/{letter}",
        f"/lettres/{letter}/jamais", "/lettres/refuser", f"/lettres/refuser?vu={shown}", "/envoyer",
        "/clients", "/clients/selection?nom=Rhin", "/clients/vins", "/clients/CL2", "/conformite",
        "/conformite/journal", "/conformite/effacer/CL2", f"/conformite/lettre/{sent}",
        "/resultats", "/aide", "/nulle-part",
        "/connexion", "/docs",
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_every_page_is_for_everybody(
    browser: Browser, page: Page, conn: Connection, estate: Settings, width: int, scheme: str
) -> None:
    go_well(conn)
    run(conn, "grant select on all tables in schema crm to crm_dashboard")
    run(conn, "update ops.dbt_results set status = 'fail', failures = 3 where name = 'perdues'")
    approve(conn, estate, Selection(client_code="CL2"), "Odile")
    carry_out(conn, estate)
    run(conn, KEPT)
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,
    )
    context.add_cookies([{"name": "session", "value": page.token("Claire"), "url": page.url}])
    tab = context.new_page()
    for address in pages(conn):
        tab.goto(page.url + address)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, address
        tab.evaluate(AXE)
        assert tab.evaluate(FOUND, RULES) == [], address
    context.close()
