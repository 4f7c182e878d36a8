"""A letter mailed to somebody of the house: the words of the proposal, and no trace in a ledger."""

import uuid
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.one_letter import ask_for_oneself, one_letter, request_state
from activation.approval.plan import build_plan
from activation.brevo.client import Brevo
from activation.sending.to_oneself import send_asked
from tests.support.brevo.standin import Standin
from tests.support.house import IDENTITY
from tests.support.proposals import fill, run
from warehouse.database import connect
from warehouse.rows import row, value
from warehouse.settings import Settings, load_settings

LEDGERS = ("outbox", "attempts", "events", "approvals", "suppressions", "runs")


@pytest.fixture
def proposed(house: Settings, monkeypatch: pytest.MonkeyPatch) -> tuple[Connection, Settings]:
    """A house with six proposals, and the settings that sign them."""
    for name, text in IDENTITY.items():
        monkeypatch.setenv(name, text)
    settings = load_settings()
    conn = connect(settings)
    fill(conn, 10)
    build_plan(conn, settings)
    return conn, settings


def ask(conn: Connection, sent_to: str = "claire@example.org") -> tuple[int, Any]:
    kept = row(conn, "select reco_id::text as id, content_hash from activation.recommendations")
    assert kept
    return ask_for_oneself(conn, kept["id"], kept["content_hash"], sent_to, "Claire"), kept["id"]


def test_a_letter_to_oneself_is_the_letter_and_touches_no_ledger(
    proposed: tuple[Connection, Settings], standin: Standin
) -> None:
    conn, settings = proposed
    number, reco_id = ask(conn)
    counts = [value(conn, f"select count(*) from activation.{name}") for name in LEDGERS]
    assert send_asked(conn, settings, Brevo(settings)) == 1
    assert send_asked(conn, settings, Brevo(settings)) == 0
    (mail,) = standin.state.mails
    shown = one_letter(conn, reco_id)
    assert shown
    assert (mail["email"], mail["subject"], mail["htmlContent"]) == (
        "claire@example.org", shown.letter.subject, shown.letter.html,
    )  # fmt: skip
    assert mail["tags"] == ["copie-maison"]
    assert not standin.state.violations
    assert counts == [value(conn, f"select count(*) from activation.{name}") for name in LEDGERS]
    assert (request_state(conn, number) or {})["outcome"] == "sent"


def test_a_letter_with_other_words_by_now_or_an_address_not_allowed_is_not_mailed(
    proposed: tuple[Connection, Settings], standin: Standin, monkeypatch: pytest.MonkeyPatch
) -> None:
    conn, _ = proposed
    monkeypatch.setenv("ACTIVATION_ALLOWED_RECIPIENTS", "claire@example.org")
    settings = load_settings()
    stranger, _ = ask(conn, "stranger@example.org")
    assert send_asked(conn, settings, Brevo(settings)) == 0
    changed, _ = ask(conn)
    run(conn, "update activation.recommendations set content_hash = 'new'")
    assert send_asked(conn, settings, Brevo(settings)) == 0
    assert standin.state.mails == []
    outcomes = [(request_state(conn, one) or {})["outcome"] for one in (stranger, changed)]
    assert outcomes == ["refused", "refused"]


def test_a_letter_that_changed_is_shown_beside_what_it_was(
    proposed: tuple[Connection, Settings],
) -> None:
    conn, settings = proposed
    _, reco_id = ask(conn)
    before = one_letter(conn, reco_id)
    run(conn, 'update sync.brevo_messages set params = params || \'{"salutation": "Madame"}\'')
    run(conn, "update sync.brevo_messages set content_hash = md5(content_hash)")
    build_plan(conn, settings)
    assert before
    after = one_letter(conn, reco_id, before.kept["content_hash"])
    assert after
    assert after.former == before.letter
    assert "Madame" in after.letter.html
    assert one_letter(conn, str(uuid.uuid4())) is None
