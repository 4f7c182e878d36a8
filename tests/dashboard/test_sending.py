"""*Envoyer* in a real browser, with a real worker behind it and Brevo's stand-in behind that."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.plan import build_plan
from activation.asked.sendings import has_worker
from activation.brevo.client import Brevo
from activation.letters.push import push
from activation.letters.sender_identity import load_identity
from activation.letters.templates import compile_templates
from dashboard.access import users
from tests.support.brevo.standin import Standin
from tests.support.health import go_well
from tests.support.house import IDENTITY, TODAY, kill, reaching, until, workers
from tests.support.page import CHROMIUM, Open, Page
from tests.support.proposals import GATES, fill, run
from warehouse import log
from warehouse.database import connect
from warehouse.rows import value
from warehouse.settings import ROOT, Settings, load_settings
from warehouse.state import root

pytestmark = [
    pytest.mark.processes,
    pytest.mark.xdist_group("chromium"),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
]
Work = Callable[..., Popen[str]]
APPROVED = """
    insert into activation.approvals (reco_id, content_hash, decision, decided_by)
    select reco_id, content_hash, 'approved', 'Odile' from activation.recommendations
"""


# Nothing is decided, and no rule of the gates keeps any letter back.
ALL_MAY_LEAVE = """
    update crm.customer_360 set dernier_achat = current_date - 200;
    update activation.recommendations set valid_until = current_date + 20;
    update etl.produits_formats set stock_total = 60000;
"""
# A house may let chance keep letters back: here it keeps none.
NONE_KEPT_BACK = """
    create function activation.lets_leave() returns trigger language plpgsql as
    $$ begin new.is_held_out := false; return new; end $$;
    create trigger lets_leave before insert on activation.holdout_draws
    for each row execute function activation.lets_leave();
"""
PASSWORD = "du riesling sur le grès"


@pytest.fixture
def standin() -> Iterator[Standin]:
    with Standin().running() as running:
        yield running


@pytest.fixture
def day() -> str:
    return TODAY.isoformat()


@pytest.fixture
def estate(
    settings: Settings, standin: Standin, tmp_path: Path, day: str, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    """An estate that reaches the stand-in, its commands too, and that waits ten minutes."""
    for name, text in {**IDENTITY, **reaching(standin.url, tmp_path / "spool")}.items():
        monkeypatch.setenv(name, text)
    monkeypatch.setenv("AS_OF_DATE", day)
    return load_settings()


@pytest.fixture
def persons() -> int:
    return 10


@pytest.fixture
def decided() -> str:
    return APPROVED


@pytest.fixture
def conn(estate: Settings, persons: int, decided: str) -> Iterator[Connection]:
    """The owner's connection to six approved letters, five of which may leave."""
    opened = connect(estate)
    fill(opened, persons)
    run(opened, GATES)
    run(opened, NONE_KEPT_BACK)
    identity = load_identity(estate)
    push(Brevo(estate), opened, compile_templates(identity), identity)
    build_plan(opened, estate)
    run(opened, decided)
    yield opened
    opened.close()


@pytest.fixture
def work() -> Iterator[Work]:
    with workers() as start:
        yield start


def look(tab: Tab, page: Page) -> Tab:
    tab.goto(f"{page.url}/envoyer")
    tab.set_default_timeout(20_000)
    return tab


def figures(tab: Tab) -> dict[str, int]:
    found = tab.eval_on_selector_all(
        "[data-figure]", "all => all.map(one => [one.dataset.figure, Number(one.textContent)])"
    )
    return dict(found)


def soon(conn: Connection) -> None:
    """Let the delay be over."""
    run(conn, "update activation.sendings set due_at = clock_timestamp()")


def test_letters_are_shown_asked_for_and_seen_to_leave(
    opened: Open, page: Page, conn: Connection, standin: Standin, work: Work
) -> None:
    work(ACTIVATION_SEND_RATE="2")
    tab = look(opened("Odile"), page)
    expect(tab.get_by_role("heading", name="6 lettres approuvées attendent")).to_be_visible()
    expect(tab.locator("main")).to_contain_text("silence", timeout=30_000)
    expect(tab.locator("main")).to_contain_text(re.compile("Crédits chez Brevo : 1.000.000"))
    with log.of_run(root(page.settings) / log.FOLDER, "page"):  # as the page's program has it
        tab.get_by_role("button", name="Envoyer 5 lettres").click()
        expect(tab.locator(".dit")).to_contain_text("Rien n'est encore parti")
    assert standin.state.mails == []
    soon(conn)
    expect(tab.locator(".dit")).to_contain_text("Les lettres partent", timeout=20_000)
    expect(tab.locator(".dit")).to_contain_text("Terminé", timeout=30_000)
    assert figures(tab) == {
        "accepted": 5, "failed": 0, "left_out": 1, "in_doubt": 0, "waiting": 0,
    }  # fmt: skip
    assert len(standin.state.mails) == 5
    assert tab.evaluate("document.documentElement.scrollWidth") <= 1280
    until(lambda: "sending_over" in _logged(page, conn))
    assert _logged(page, conn) == [
        "sending_asked", "sending_taken_up", "command_started",
        *["skipped"] * 1, *["accepted"] * 5, "command_ended", "sending_over",
    ]  # fmt: skip


def _logged(page: Page, conn: Connection) -> list[str]:
    """What `make logs RUN=…` shows of the one click there was: of a letter, what became of it."""
    run_id = value(conn, "select run_id::text from activation.sendings")
    conn.rollback()
    lines = map(json.loads, log.lines_of(root(page.settings), run_id))
    return [line.get("became") or line["event"] for line in lines]


@pytest.mark.parametrize(("day", "persons", "decided"), [("", 333, ALL_MAY_LEAVE)])
def test_a_whole_monday_from_the_door_to_the_last_letter_in_few_clicks(
    opened: Open, page: Page, conn: Connection, standin: Standin, work: Work
) -> None:
    go_well(conn)
    users.add(conn, "Claire", "owner", "claire@example.org", PASSWORD)
    work()
    clicks = []

    def click(role: Any, name: str | re.Pattern[str]) -> None:
        clicks.append(name)
        tab.get_by_role(role, name=name, exact=True).first.click()

    tab = opened("", at="/../lundi")
    tab.set_default_timeout(30_000)
    tab.get_by_label("Nom").fill("Claire")
    tab.get_by_label("Mot de passe").fill(PASSWORD)
    click("button", "Se connecter")
    expect(tab.locator("#phrase strong")).to_contain_text("Prêt à approuver", timeout=30_000)
    click("link", "Lire les lettres")
    click("link", re.compile("Éluère"))
    click("button", "M'envoyer cette lettre")
    expect(tab.locator(".fait")).to_contain_text("vers votre adresse")
    until(lambda: standin.state.mails)
    assert [mail["email"] for mail in standin.state.mails] == ["claire@example.org"]
    ledgers = ("outbox", "attempts", "approvals", "events")
    counted = [value(conn, f"select count(*) from activation.{name}") for name in ledgers]
    assert counted == [0, 0, 0, 0]
    click("button", "Approuver ces 200 lettres…")
    click("button", "Approuver ces 200 lettres")
    click("link", "Envoyer les lettres approuvées")
    tab.get_by_text("Crédits chez Brevo").wait_for()
    click("button", "Envoyer 200 lettres")
    expect(tab.locator(".dit")).to_contain_text("Rien n'est encore parti")
    soon(conn)
    expect(tab.locator('[data-figure="accepted"]')).to_have_text("200", timeout=60_000)
    expect(tab.locator(".dit")).to_contain_text("Terminé", timeout=30_000)
    assert len(clicks) <= 15
    left = standin.state.mails[1:]
    assert len({mail["email"] for mail in left}) == len(left) == 200


def test_without_script_all_is_taken_back_and_a_second_person_learns_who_was_first(
    opened: Open, page: Page, conn: Connection
) -> None:
    first = look(opened("Odile", script=False), page)
    second = look(opened("Claire", script=False), page)
    expect(first.locator("main")).to_contain_text("Personne n'est là pour envoyer")
    first.get_by_role("button", name="Envoyer 6 lettres").click()
    second.get_by_role("button", name="Envoyer 6 lettres").click()
    expect(second.get_by_role("alert")).to_contain_text("Un envoi est déjà en cours")
    expect(second.get_by_role("alert")).to_contain_text("Demandé par Odile")
    second.get_by_role("button", name="Tout reprendre").click()
    first.reload()
    expect(first.locator(".dit")).to_contain_text("Tout a été repris par Claire")
    assert value(conn, "select count(*) from activation.sendings") == 1
    conn.commit()
    first.get_by_role("button", name="Envoyer 6 lettres").click()
    run(
        conn,
        "update activation.sendings set due_at = clock_timestamp(), started_at = clock_timestamp()"
        " where taken_back_at is null",
    )
    first.reload()  # a worker began and died: nobody sends, and the page says so
    expect(first.locator(".dit")).to_contain_text("Les lettres attendent qu'on les envoie")


def test_stop_is_one_button_and_letters_that_wait_can_be_sent_again(
    opened: Open, page: Page, conn: Connection, standin: Standin, work: Work
) -> None:
    tab = look(opened("Odile"), page)
    tab.get_by_role("button", name="Envoyer 6 lettres").click()
    soon(conn)
    work(ACTIVATION_SEND_RATE="0.02")
    expect(tab.locator('[data-figure="accepted"]')).to_have_text("1", timeout=30_000)
    tab.get_by_role("button", name="Arrêter").click()
    expect(tab.locator(".dit")).to_contain_text("Arrêté par Odile", timeout=10_000)
    expect(tab.get_by_role("heading", name="attendent de partir")).to_be_visible()
    assert len(standin.state.mails) == 1


def test_other_letters_than_those_shown_are_not_sent(
    opened: Open, page: Page, conn: Connection
) -> None:
    tab = look(opened("Odile"), page)
    run(
        conn,
        "insert into activation.approvals (reco_id, content_hash, decision, decided_by, reason)"
        " select reco_id, content_hash, 'revoked', 'Claire', 'déjà appelé'"
        " from activation.recommendations limit 1",
    )
    tab.get_by_role("button", name="Envoyer 6 lettres").click()
    expect(tab.get_by_role("alert")).to_contain_text("ont changé depuis")
    expect(tab.get_by_role("button", name="Envoyer 5 lettres")).to_be_visible()
    assert value(conn, "select count(*) from activation.sendings") == 0


def test_a_doubt_is_settled_on_the_page(
    opened: Open, page: Page, conn: Connection, work: Work
) -> None:
    worker: Any = work()
    look(opened("Odile"), page).get_by_text("Crédits chez Brevo").wait_for(timeout=30_000)
    run(
        conn,
        "update activation.outbox set state = 'sending',"
        " first_attempt_at = clock_timestamp() where client_code = 'CL2'",
    )
    run(conn, "update activation.outbox set state = 'unknown' where client_code = 'CL2'")
    tab = look(opened("Claire"), page)
    expect(tab.get_by_role("heading", name="1 lettre en doute")).to_be_visible()
    expect(tab.locator(".doutes")).to_contain_text("Éluère 2")
    expect(tab.get_by_role("button", name="Elle n'est pas partie")).to_have_count(0)
    tab.get_by_role("button", name="Elle est partie").click()
    conn.commit()
    is_settled = "select count(*) from activation.outbox where decided_by = 'Claire'"
    conn.autocommit = True
    until(lambda: value(conn, is_settled))
    tab.reload()
    expect(tab.locator(".doutes")).to_have_count(0)
    assert worker.poll() is None


def test_whoever_only_reads_sees_and_does_nothing(
    opened: Open, page: Page, conn: Connection
) -> None:
    tab = look(opened("Lecteur"), page)
    expect(tab.locator("main")).to_contain_text("Seul un propriétaire peut envoyer")
    for action in ("", "/reprendre", "/arreter", "/doute"):
        answer = tab.request.post(
            f"{page.url}/envoyer{action}", form={"envoi": "1"}, headers={"origin": page.url}
        )
        assert answer.status == 403
    assert value(conn, "select count(*) from activation.sendings") == 0


def test_the_page_starts_its_worker_keeps_one_and_ends_it(conn: Connection) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    conn.autocommit = True
    served = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "serve", "--with-worker", "--port", str(port)],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until(lambda: has_worker(conn))
        for one in Path(f"/proc/{served.pid}/task").glob("*/children"):
            for number in one.read_text().split():
                os.kill(int(number), signal.SIGKILL)
        run(conn, "delete from queue.procrastinate_workers")
        until(lambda: has_worker(conn))  # one that dies is followed by another
        served.send_signal(signal.SIGTERM)
        served.wait(20)
        until(lambda: not has_worker(conn), seconds=5)
    finally:
        if served.poll() is None:
            kill(served)


def test_a_real_house_has_no_page_of_kept_letters(opened: Open, page: Page) -> None:
    tab = look(opened("Odile"), page)
    expect(tab.get_by_text("Démonstration")).to_have_count(0)
    for address in ("", "/1"):
        answer = tab.request.get(f"{page.url}/envoyer/demonstration{address}")
        assert answer.status == 404


def test_blocked_data_are_said_and_nothing_is_asked(
    opened: Open, page: Page, conn: Connection
) -> None:
    go_well(conn)
    run(conn, "update ops.dbt_results set status = 'fail', failures = 3 where name = 'perdues'")
    tab = look(opened("Odile"), page)
    expect(tab.locator("main")).to_contain_text("Bloqué")
    expect(tab.get_by_role("button", name=re.compile("Envoyer"))).to_have_count(0)
    answer = tab.request.post(f"{page.url}/envoyer", headers={"origin": page.url})
    assert answer.status == 409
    assert value(conn, "select count(*) from activation.sendings") == 0
