"""Everything that may have changed since the approval is looked at again, and its reason kept."""

import dataclasses
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from activation.config import ActivationConfig, Rules, load_config
from activation.hash_key import hash_key
from activation.hashing import email_hash
from activation.letters.sender_identity import Identity
from activation.privacy import register
from activation.sending import breaker, gates, preflight
from tests.support.brevo.standin import Standin
from tests.support.house import TODAY, command, send_here, states
from warehouse import rows as store
from warehouse.errors import ConfigurationError, LockedError, NeedsPersonError
from warehouse.settings import Settings, load_settings

Approve = Callable[..., list[str]]
CHANGES = {
    "refus_optin": "update crm.customer_360 set is_contactable = false,"
    " not_contactable_reason = 'refus_optin'",
    "non_contactable": "update crm.customer_360 set is_contactable = null",
    "client_inconnu": "delete from crm.customer_360",
    "adresse_changee": "update crm.customer_360 set email = 'other@example.org'",
    "silence": "update crm.customer_360 set dernier_achat = '2023-11-22'",
    "contact_recent": "update crm.customer_360 set dernier_contact = '2026-07-12'",
    "produit_achete_depuis": "insert into crm.customer_sales_lines"
    " (_file_id, _line_number, client_code, produit_key, date_livraison, is_purchase)"
    " values (1, 2, 'ALICE', 'RIESLING', '2026-10-01', true)",
    "stock_epuise": "update etl.produits_formats set stock_reserve = stock_total",
    "prix_change": "update etl.produits_formats set prix_ttc = 13 where produit_key = 'RIESLING'",
    "vin_retire": "update etl.produits_formats set actif = false where produit_key = 'MUSCAT'",
    "approbation_retiree": "insert into activation.approvals"
    " (reco_id, content_hash, decision, decided_by, reason)"
    " select reco_id, content_hash, 'revoked', 'Odile', 'non' from activation.recommendations",
    "contenu_change": "update activation.recommendations set content_hash = 'other'",
    "proposition_retiree": "update activation.recommendations set withdrawn_at = now()",
    "desinscrit": "insert into activation.suppressions"
    " (email_hash, scope, reason, source) select email_hash, 'marketing', 'desinscrit', 'test'"
    " from activation.outbox",
    "plainte": "insert into activation.suppressions"
    " (email_hash, client_code, scope, reason, source)"
    " values ('another address', 'ALICE', 'all', 'plainte', 'test')",
    "bounce": "insert into activation.suppressions (email_hash, scope, reason, source)"
    " select email_hash, 'transactional', 'hard_bounce', 'test' from activation.outbox",
    "efface": "insert into activation.suppressions (client_hash, scope, reason, source)"
    " select client_hash, 'erasure', 'efface', 'test' from activation.outbox",
    "perimee": "update activation.outbox set valid_until = '2026-11-22'",
}
STATES = {"perimee": "expired", "approbation_retiree": "cancelled"}


@pytest.mark.parametrize("reason", CHANGES)
def test_each_gate_holds_the_letter_and_keeps_its_reason(
    house: Settings, approve: Approve, standin: Standin, conn: Any, reason: str
) -> None:
    approve("alice")
    store.execute(conn, CHANGES[reason])
    assert send_here(house)[0] == 0
    assert standin.state.mails == []
    kept = store.row(conn, "select state, outcome_reason from activation.outbox")
    state = STATES.get(reason, "skipped")
    assert kept == {"state": state, "outcome_reason": reason}


def test_an_opt_out_heard_while_letters_leave_holds_the_next_one(
    house: Settings, approve: Approve, conn: Any
) -> None:
    approve("alice", "bruno")
    store.execute(
        conn,
        "insert into activation.opt_outs_heard"
        " (client_code, email_norm, heard_how, heard_on, told_to, recorded_by)"
        " values ('ALICE', 'alice@example.org', 'cellar', '2026-11-22', 'Odile', 'Claire')",
    )
    named = gates.parameters(Rules(), TODAY)
    query = f"select {gates.LETTER} as reason from activation.outbox as o {gates.LETTER_SOURCES}"
    found = store.rows(conn, f"{query} order by o.client_code", named)
    assert [line["reason"] for line in found] == ["desinscrit", None]


def test_an_occasion_noted_a_moment_ago_holds_the_letter_until_it_is_taken_back(
    house: Settings, approve: Approve, conn: Any
) -> None:
    approve("alice", "bruno")
    store.execute(
        conn,
        "insert into activation.occasions (client_code, canal, made_on, made_by, recorded_by)"
        " values ('ALICE', 'telephone', '2026-07-12', 'Odile', 'Claire'),"
        " ('BRUNO', 'visite', '2026-07-11', 'Odile', 'Claire')",
    )
    named = gates.parameters(Rules(), TODAY)
    query = f"select {gates.LETTER} as reason from activation.outbox as o {gates.LETTER_SOURCES}"
    ask = f"{query} order by o.client_code"
    assert [one["reason"] for one in store.rows(conn, ask, named)] == ["contact_recent", None]
    store.execute(
        conn, "update activation.occasions set taken_back_by = 'Odile', taken_back_at = now()"
    )
    assert [one["reason"] for one in store.rows(conn, ask, named)] == [None, None]


def test_a_wine_on_its_way_to_the_person_holds_the_letter(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    approve("alice")
    store.execute(
        conn, "insert into crm.customer_open_orders values ('ALICE', 'RIESLING', '2026-11-30')"
    )
    send_here(house)
    assert standin.state.mails == []
    kept = "select outcome_reason from activation.outbox"
    assert store.value(conn, kept) == "produit_achete_depuis"


def test_a_wine_is_held_against_the_format_the_letter_offers(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    approve("alice", "bruno")
    store.execute(
        conn,
        "update activation.recommendations set items = jsonb_set(jsonb_set("
        "items, '{0,format}', '\"magnum\"'), '{0,prix_ttc}', '33');"
        "update etl.produits_formats set stock_total = 0 where format = 'bouteille'"
        " and produit_key = 'RIESLING';"
        "update activation.recommendations set items = items - 1 where client_code = 'BRUNO';"
        "update etl.produits_formats set stock_total = 0 where produit_key = 'MUSCAT'",
    )
    send_here(house)
    assert [mail["email"] for mail in standin.state.mails] == ["bruno@example.org"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("delete from etl.produits_formats", "vin_retire"),
        ("update etl.produits_formats set stock_total = null", "stock_epuise"),
    ],
)
def test_one_wine_no_export_shows_any_more_holds_the_whole_letter(
    house: Settings, approve: Approve, standin: Standin, conn: Any, change: str, reason: str
) -> None:
    approve("alice", "bruno")
    store.execute(conn, f"{change} where produit_key = 'MUSCAT'")
    store.execute(
        conn,
        "update activation.recommendations set items = items - 1 where client_code = 'BRUNO'",
    )
    send_here(house)
    assert [mail["email"] for mail in standin.state.mails] == ["bruno@example.org"]
    held = "select outcome_reason from activation.outbox where client_code = 'ALICE'"
    assert store.value(conn, held) == reason


def test_the_last_day_of_each_limit_still_sends(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    approve("alice", "bruno", "claire")
    store.execute(
        conn,
        "update crm.customer_360 set dernier_contact = '2026-07-11' where client_code = 'ALICE';"
        "update crm.customer_360 set dernier_achat = '2023-11-23' where client_code = 'BRUNO';"
        "insert into crm.customer_sales_lines"
        " (_file_id, _line_number, client_code, produit_key, date_livraison, is_purchase)"
        " values (1, 2, 'CLAIRE', 'RIESLING', '2026-09-24', true),"
        " (1, 3, 'CLAIRE', 'PINOT', '2026-11-20', true),"
        " (1, 4, 'CLAIRE', 'RIESLING', '2026-11-20', false);"
        "update activation.outbox set valid_until = '2026-11-23'",
    )
    send_here(house)
    assert len(standin.state.mails) == 3


@pytest.mark.parametrize("listed", ["marketing", "transactional"])
def test_a_refusal_known_only_to_brevo_is_read_before_sending(
    house: Settings, approve: Approve, standin: Standin, conn: Any, listed: str
) -> None:
    approve("alice", "bruno")
    if listed == "marketing":
        standin.state.put_contact("alice@example.org", {}, emailBlacklisted=True)
    else:
        standin.state.block("Alice@Example.org", "unsubscribedViaEmail")
    send_here(house)
    assert [mail["email"] for mail in standin.state.mails] == ["bruno@example.org"]


def test_a_click_restarts_the_three_years_and_an_open_does_not(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    approve("alice", "bruno", "claire")
    store.execute(
        conn,
        "update crm.customer_360 set dernier_achat = '2020-01-01';"
        "insert into crm.customer_contact_totals (client_code, dernier_clic)"
        " values ('CLAIRE', '2025-05-05');"
        "insert into activation.events"
        " (event_key, email_hash, type, raw_type, occurred_at, source)"
        " select client_code, email_hash, case client_code when 'ALICE' then 'click' else 'open'"
        " end, '', '2026-06-01', 'poll' from activation.outbox",
    )
    send_here(house)
    reached = sorted(mail["email"] for mail in standin.state.mails)
    assert reached == ["alice@example.org", "claire@example.org"]


def test_one_letter_per_address_whatever_the_code_and_scenario(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    approve("alice")
    assert approve("bis", email="ALICE@example.org ") == ["adresse_deja_en_file"]
    send_here(house)
    approve("ter", email="alice@example.org")
    store.execute(conn, "update crm.customer_360 set email = 'alice@example.org'")
    send_here(house)
    assert len(standin.state.mails) == 1
    assert states(conn) == {"accepted": 1, "skipped": 1}


def test_the_daily_cap_and_quiet_hours_leave_the_rest_in_the_queue(
    house: Settings, approve: Approve, standin: Standin, conn: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve("alice", "bruno", "claire")
    monkeypatch.setenv("ACTIVATION_DAILY_CAP", "2")
    send_here(house)
    send_here(house)
    assert (len(standin.state.mails), states(conn)["queued"]) == (2, 1)
    full = command("send")
    assert full.exit_code == 75
    assert "plafond du jour atteint" in full.stderr.lower()
    assert "relancez `activation send` demain" in full.stderr
    monkeypatch.setenv("ACTIVATION_QUIET_HOURS", "0-24")
    with pytest.raises(LockedError, match="à partir de 24 h"):
        send_here(house)


def test_whatever_else_there_is_to_say_letters_that_leave_later_say_when(
    house: Settings, approve: Approve, standin: Standin, conn: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve("refused", "alice", "bruno")
    monkeypatch.setenv("ACTIVATION_DAILY_CAP", "1")
    full = command("send")
    assert full.exit_code == 1, full.output
    assert "plafond du jour atteint" in full.stderr.lower()
    monkeypatch.setenv("ACTIVATION_DAILY_CAP", "9")
    standin.cue("POST /smtp/email", "status", status=425, code="account_in_process", times=9)
    busy = command("send")
    assert (busy.exit_code, states(conn)["retry_wait"]) == (75, 1), busy.output
    assert "dans un quart d'heure" in busy.stderr.replace("’", "'")


def test_a_letter_computed_again_with_other_words_is_not_the_one_approved(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    """A new `dbt build` without a new plan."""
    approve("alice")
    store.execute(
        conn,
        "insert into sync.brevo_messages (reco_id, email, params)"
        " select reco_id, 'alice@example.org',"
        ' \'{"salutation": "Bonjour Alix"}\' from activation.recommendations',
    )
    send_here(house)
    kept = store.row(conn, "select state, outcome_reason from activation.outbox")
    assert kept == {"state": "skipped", "outcome_reason": "contenu_change"}


def test_a_refusal_that_arrives_while_letters_leave_stops_the_ones_behind(
    house: Settings, approve: Approve, standin: Standin, conn: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"p{number}" for number in range(10)]
    approve(*names)
    monkeypatch.setattr("activation.sending.sender.SECONDS_OF_WORK", 0.02)  # four letters at a time
    payload = {"event": "unsubscribed", "email": "p9@example.org", "ts_epoch": 1763900000}
    body = json.dumps({**payload, "message-id": "<0@x>"})
    add = "insert into activation.webhook_inbox (body) values (%s)"
    standin.after_act = lambda: store.execute(conn, add, (body,))
    send_here(house)
    reached = sorted(mail["email"] for mail in standin.state.mails)
    assert reached == [f"p{number}@example.org" for number in range(9)]


@pytest.mark.parametrize(
    "edit",
    [
        {"htmlContent": "<p>Autre chose</p>"},
        {"subject": "Promotion"},
        {"sender": {"name": "Autre", "email": "autre@example.org"}},
        {"replyTo": "autre@example.org"},
        {"isActive": False},
    ],
    ids=lambda edit: next(iter(edit)),
)
def test_a_template_edited_at_brevo_since_holds_its_letters(
    house: Settings, approve: Approve, standin: Standin, conn: Any, edit: dict[str, Any]
) -> None:
    approve("alice")
    standin.state.templates[1].update(edit)
    sent = command("send")
    assert (sent.exit_code, standin.state.mails, states(conn)) == (2, [], {"queued": 1})
    assert "activation templates push" in sent.stderr


def test_a_template_edited_while_letters_leave_holds_those_behind(
    house: Settings, approve: Approve, standin: Standin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("activation.sending.sender.SECONDS_OF_WORK", 0.02)  # four at a time
    at_once = property(lambda *_: 0, lambda *_: None)
    monkeypatch.setattr(ActivationConfig, "refresh_every", at_once)
    approve(*(f"p{number}" for number in range(9)))

    def edit() -> None:
        standin.state.templates[1]["replyTo"] = "autre@example.org"

    standin.after_act = edit
    sent = command("send")
    assert (sent.exit_code, len(standin.state.mails)) == (2, 4), sent.output
    assert sent.stderr.count("a été changé chez Brevo") == 1


def test_a_letter_is_signed_as_it_was_approved(
    house: Settings, approve: Approve, standin: Standin
) -> None:
    sender = Identity("Domaine d'Essai", "domaine@example.org", "1 rue", "https://example.org")
    approve("alice", sender=sender)
    send_here(house)
    (mail,) = standin.state.mails
    assert mail["sender"] == {"name": "Domaine d'Essai", "email": "domaine@example.org"}
    assert mail["replyTo"] == {"email": "domaine@example.org"}
    assert not standin.state.violations


def test_letters_really_leave_on_the_day_they_leave_only(house: Settings, conn: Any) -> None:
    """AS_OF_DATE is for looking: with it, an old letter would pass for a fresh one."""
    past = dataclasses.replace(house, as_of_date=date(2026, 1, 5))
    config = load_config(house)
    preflight.check_day(past, config, conn)
    real = dataclasses.replace(config, base_url="https://api.brevo.com/v3")
    with pytest.raises(ConfigurationError, match="AS_OF_DATE"):
        preflight.check_day(past, real, conn)


@pytest.mark.parametrize(
    ("moment", "is_quiet"),
    [
        ("2026-11-23 18:59:59+00", False), ("2026-11-23 19:00+00", True),  # winter: 19:59, 20:00
        ("2026-11-24 06:59:59+00", True), ("2026-11-24 07:00+00", False),
        ("2026-03-28 06:59+00", True), ("2026-03-29 05:59+00", True),  # the hour that goes forward
        ("2026-03-29 06:00+00", False), ("2026-10-24 06:00+00", False),
        ("2026-10-25 06:59+00", True), ("2026-10-25 07:00+00", False),  # and back
    ],
)  # fmt: skip
def test_quiet_hours_are_those_of_paris_over_midnight_and_summer_time(
    conn: Any, moment: str, is_quiet: bool
) -> None:
    question = gates.QUIET.replace("clock_timestamp()", f"timestamptz '{moment}'")
    assert store.value(conn, f"select {question}", gates.parameters(Rules(), TODAY)) is is_quiet


def test_letters_approved_with_other_words_are_asked_again_and_the_others_leave(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    """Words pushed to Brevo after the approval: nobody approved those."""
    old, new = approve("alice", template_sha256="b" * 64) + approve("bruno")
    store.execute(
        conn,
        "update activation.templates set pushed_at ="
        " (select max(decided_at) from activation.approvals) + interval '1 minute'",
    )
    conn.commit()
    sent = command("send")
    assert sent.exit_code == 1
    assert "le texte a changé depuis l'approbation" in sent.stderr
    assert [mail["email"] for mail in standin.state.mails] == ["bruno@example.org"]
    kept = store.rows(
        conn, "select send_id::text, outcome_reason from activation.outbox where state = 'skipped'"
    )
    assert kept == [{"send_id": old, "outcome_reason": "modele_modifie"}]
    assert new != old


def test_words_approved_and_not_yet_pushed_hold_their_scenario_only(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    approve("alice", template_sha256="b" * 64)
    approve("bruno", scenario="UPSELL")
    store.execute(
        conn,
        "insert into activation.templates (scenario, template_id, name, subject, content_sha256,"
        " brevo_sha256, pushed_at) select 'UPSELL', template_id, name, subject, content_sha256,"
        " brevo_sha256, pushed_at from activation.templates",
    )
    conn.commit()
    sent = command("send")
    assert (sent.exit_code, states(conn)) == (2, {"queued": 1, "accepted": 1})
    assert "e texte des lettres REBUY n'est pas encore chez" in sent.stderr


def test_three_bounces_among_the_first_letters_open_the_breaker_until_a_person_closes_it(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    approve("alice", "bruno", "claire", "denis")
    send_here(house, limit=3)
    for mail in list(standin.state.mails):
        standin.state.happen("hardBounces", mail)
    for _ in range(2):
        with pytest.raises(NeedsPersonError):
            send_here(house)
    assert len(standin.state.mails) == 3
    assert breaker.close(conn, "Odile", "adresses corrigées")
    send_here(house)
    assert len(standin.state.mails) == 4


@pytest.mark.parametrize(
    ("letters", "bounces", "complaints", "stops"),
    [
        (50, 2, 0, False), (50, 2, 1, True), (51, 2, 0, False), (100, 5, 0, False),
        (100, 6, 0, True), (1000, 0, 1, False), (1000, 0, 2, True), (0, 0, 0, False),
    ],
)  # fmt: skip
def test_the_breakers_limits(letters: int, bounces: int, complaints: int, stops: bool) -> None:
    assert (breaker.verdict(letters, bounces, complaints) is not None) == stops


def test_only_listed_recipients_while_trying_things_out(
    house: Settings, approve: Approve, standin: Standin, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve("alice", "bruno")
    monkeypatch.setenv("ACTIVATION_ALLOWED_RECIPIENTS", "bruno@example.org")
    assert load_settings().get("ACTIVATION_ALLOWED_RECIPIENTS")
    send_here(house)
    assert [mail["email"] for mail in standin.state.mails] == ["bruno@example.org"]


def test_the_database_itself_refuses_a_way_back_and_a_rewriting(
    house: Settings, approve: Approve, conn: Any
) -> None:
    approve("alice")
    send_here(house)
    for statement in (
        "update activation.outbox set state = 'queued'",
        "delete from activation.outbox",
        "update activation.approvals set decided_by = 'someone else'",
        "delete from activation.approvals",
    ):
        with pytest.raises(Exception, match=r"append-only|cannot go from"):
            store.execute(conn, statement)


def test_a_restored_database_writes_to_nobody_who_was_erased(
    house: Settings, approve: Approve, standin: Standin, watching: Any
) -> None:
    """The list of the erased stands beside the database: the sending reads it before anything."""
    approve("alice", "bruno")
    key = hash_key(watching, house)
    erased = {("email", email_hash(key, "alice@example.org"))}
    register.record(watching, house, erased)
    store.execute(watching, "alter table activation.suppressions disable trigger user")
    store.execute(watching, "delete from activation.suppressions")
    store.execute(watching, "alter table activation.suppressions enable trigger user")
    send_here(house)
    assert [mail["email"] for mail in standin.state.mails] == ["bruno@example.org"]
    assert store.rows(watching, "select email_norm from activation.outbox order by 1") == [
        {"email_norm": "bruno@example.org"},
        {"email_norm": None},
    ]
