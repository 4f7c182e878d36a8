"""Contacts: only what changed, only what Brevo really kept, never somebody who said no."""

import json
import re
from typing import Any

import pytest

from activation.contacts.attributes import ATTRIBUTES, GIVEN
from activation.contacts.sync import sync
from activation.session import brevo_session
from tests.support.brevo.standin import Standin
from tests.support.house import activation, command
from warehouse import rows as store
from warehouse.errors import ConfigurationError, OutOfReachError
from warehouse.settings import ROOT, Settings

ALICE = {"PRENOM": "Alice", "DERNIER_ACHAT": "2026-03-01", "PANIER_MOYEN": 120.5, "NOM": None}


NOTHING = dict.fromkeys(GIVEN)


def want(conn: Any, code: str, email: str, attributes: dict[str, Any]) -> None:
    """Make sync.brevo_contacts ask for this, and for no other attribute it gives."""
    attributes = {**NOTHING, **attributes}
    store.execute(conn, "delete from sync.brevo_contacts where client_code = %s", (code,))
    store.execute(
        conn,
        "insert into sync.brevo_contacts (client_code, email, attributes, fingerprint)"
        " select %s, %s, %s::jsonb, md5(%s)",
        (code, email, json.dumps(attributes), email + json.dumps(attributes)),
    )


def sync_here(**more: Any) -> dict[str, int]:
    with brevo_session("sync") as session:
        return dict(sync(session.brevo, session.conn, session.key, **more))


@pytest.fixture
def ready(house: Settings, standin: Standin) -> None:
    """The list and the attributes exist."""
    standin.state.attributes.update(ATTRIBUTES)
    standin.state.add_list({}, {"name": "crm-reco", "folderId": 1})


def test_only_what_changed_since_it_was_confirmed_is_sent(
    ready: None, standin: Standin, conn: Any
) -> None:
    want(conn, "ALICE", "alice@example.org", ALICE)
    want(conn, "BRUNO", "bruno+vin@example.org", {"PRENOM": "Bruno"})
    assert sync_here()["confirmed"] == 2
    want(conn, "BRUNO", "bruno+vin@example.org", {"PRENOM": "Bruno", "SEGMENT": "Fidèles"})
    before = standin.count("POST /contacts")
    assert sync_here()["confirmed"] == 1
    assert standin.count("POST /contacts") == before + 1
    held = standin.state.contacts["bruno+vin@example.org"]["attributes"]
    assert held == {"EXT_ID": "BRUNO", "PRENOM": "Bruno", "SEGMENT": "Fidèles"}
    assert not standin.state.violations


def test_a_null_erases_nothing_unless_told(ready: None, standin: Standin, conn: Any) -> None:
    want(conn, "ALICE", "alice@example.org", {"PRENOM": "Alice"})
    sync_here()
    want(conn, "ALICE", "alice@example.org", {"PRENOM": None})
    sync_here()
    held = standin.state.contacts["alice@example.org"]["attributes"]
    assert held["PRENOM"] == "Alice"
    sync_here(erase=frozenset({"PRENOM"}))
    assert held["PRENOM"] == ""


def test_values_brevo_would_drop_are_found_before_and_after(
    ready: None, standin: Standin, conn: Any
) -> None:
    want(conn, "ALICE", "alice@example.org", {"DERNIER_ACHAT": "01/03/2026"})
    want(conn, "BRUNO", "bruno@example.org", {"NB_COMMANDES": 3})
    standin.state.attributes["NB_COMMANDES"] = "text"
    with pytest.raises(ConfigurationError, match="NB_COMMANDES"):
        sync_here()
    standin.state.attributes["NB_COMMANDES"] = "float"
    standin.state.drops = {"NB_COMMANDES"}
    counts = sync_here()
    assert (counts["failed"], counts["not_kept"]) == (1, 1)
    kept = store.rows(conn, "select last_error from activation.contact_state order by client_code")
    assert "DERNIER_ACHAT" in kept[0]["last_error"]
    assert "NB_COMMANDES" in kept[1]["last_error"]
    standin.state.drops = set()
    assert sync_here()["confirmed"] == 1


def test_the_warehouse_gives_exactly_the_attributes_declared() -> None:
    model = (ROOT / "dbt_project/models/sync/brevo_contacts.sql").read_text(encoding="utf-8")
    assert set(re.findall(r"^ +'([A-Z_]+)',", model, re.MULTILINE)) == GIVEN


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({**NOTHING, "TELEPHONE": None}, "TELEPHONE (absent de ATTRIBUTES"),
        ({name: None for name in NOTHING if name != "NOM"}, "NOM (absent de sync.brevo_contacts"),
    ],
    ids=["more", "less"],
)
def test_an_attribute_forgotten_on_one_side_stops_plan_and_sync_and_is_named(
    ready: None, standin: Standin, conn: Any, given: dict[str, Any], named: str
) -> None:
    store.execute(
        conn,
        "insert into sync.brevo_contacts values ('ALICE', 'alice@example.org', %s, 'x')",
        (json.dumps(given),),
    )
    for stopped in (command("plan"), command("sync")):
        assert (stopped.exit_code, named in stopped.stderr) == (3, True), stopped.output
    assert standin.calls == []


@pytest.mark.parametrize("is_listed", [True, False])
def test_the_address_of_somebody_who_said_no_is_never_changed(
    ready: None, standin: Standin, conn: Any, is_listed: bool
) -> None:
    """Changing it would subscribe them again; their opt-out follows them instead.

    Even when the list of changed contacts did not show it: the contact itself is read.
    """
    want(conn, "ALICE", "alice@example.org", {"PRENOM": "Alice"})
    sync_here()
    contact = standin.state.contacts["alice@example.org"]
    contact["emailBlacklisted"] = True
    if not is_listed:
        contact["modifiedAt"] = "2020-01-01T00:00:00+00:00"
    want(conn, "ALICE", "alice.new@example.org", {"PRENOM": "Alice"})
    assert sync_here()["held"] == 1
    assert list(standin.state.contacts) == ["alice@example.org"]
    assert standin.state.contacts["alice@example.org"]["emailBlacklisted"] is True
    kept = store.rows(conn, "select distinct email_norm from activation.suppressions order by 1")
    assert [line["email_norm"] for line in kept] == ["alice.new@example.org", "alice@example.org"]


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "says", "status": 200, "says": {}},
        {"kind": "says", "status": 200, "says": {"email": "alice@example.org"}},
        {"kind": "says", "status": 200, "says": []},
        {"kind": "says", "status": 204},
        {"kind": "gateway", "status": 404},
    ],
    ids=str,
)
def test_no_address_is_changed_while_it_is_not_known_whether_the_person_said_no(
    ready: None, standin: Standin, conn: Any, said: dict[str, Any]
) -> None:
    want(conn, "ALICE", "alice@example.org", {"PRENOM": "Alice"})
    sync_here()
    want(conn, "ALICE", "alice.new@example.org", {"PRENOM": "Alice"})
    standin.cue("GET /contacts/alice@example.org", times=9, **said)
    standin.cue("GET /contacts/alice%40example.org", times=9, **said)
    with pytest.raises(OutOfReachError):
        sync_here()
    assert list(standin.state.contacts) == ["alice@example.org"]


def test_a_new_address_of_somebody_who_did_not_is_changed_in_place(
    ready: None, standin: Standin, conn: Any
) -> None:
    want(conn, "ALICE", "alice@example.org", {"PRENOM": "Alice"})
    sync_here()
    want(conn, "ALICE", "alice.new@example.org", {"PRENOM": "Alice"})
    assert sync_here()["confirmed"] == 1
    assert list(standin.state.contacts) == ["alice.new@example.org"]


def test_a_new_address_brevo_refuses_is_named_and_ends_with_1_until_it_is_taken(
    ready: None, standin: Standin, conn: Any
) -> None:
    want(conn, "ALICE", "alice@example.org", {"PRENOM": "Alice"})
    sync_here()
    want(conn, "ALICE", "alice.new@example.org", {"PRENOM": "Alice"})
    standin.cue("PUT /contacts/", "status", status=400, code="duplicate_parameter", times=2)
    for _ in range(2):
        ended = command("sync")
        assert (ended.exit_code, "ALICE" in ended.stderr) == (1, True), ended.output
        assert list(standin.state.contacts) == ["alice@example.org"]
    assert command("sync").exit_code == 0
    assert list(standin.state.contacts) == ["alice.new@example.org"]


def test_many_contacts_go_in_one_import_and_are_read_back(
    ready: None, standin: Standin, conn: Any
) -> None:
    store.execute(
        conn,
        "insert into sync.brevo_contacts (client_code, email, attributes, fingerprint)"
        " select 'C' || n, 'c' || n || '@example.org',"
        " %s::jsonb || jsonb_build_object('PRENOM', 'P' || n), md5(n::text)"
        " from generate_series(1, 1500) n",
        (json.dumps(NOTHING),),
    )
    assert sync_here()["confirmed"] == 1500
    assert (standin.count("POST /contacts/import"), len(standin.state.contacts)) == (1, 1500)
    assert "confirmed" not in {name for name, n in sync_here().items() if n}


def test_a_lost_answer_is_repeated_without_harm(ready: None, standin: Standin, conn: Any) -> None:
    want(conn, "ALICE", "alice@example.org", {"PRENOM": "Alice"})
    standin.cue("POST /contacts", "drop_after")
    standin.cue("GET /contacts", "status", status=500)
    assert sync_here()["confirmed"] == 1


def test_doctor_names_what_is_missing_and_fix_makes_it_once(
    house: Settings, standin: Standin
) -> None:
    seen = command("doctor", "--json")
    assert seen.exit_code == 2
    wrong = {c["name"]: c["remedy"] for c in json.loads(seen.stdout)["checks"] if not c["is_ok"]}
    assert "list" in wrong
    assert "attribute PRENOM" in wrong
    assert all(wrong.values())
    for _ in range(2):
        fixed = command("doctor", "--fix", "--json")
        assert fixed.exit_code == 0, fixed.stdout + fixed.stderr
    assert (len(standin.state.lists), len(standin.state.folders)) == (1, 1)


def test_doctor_makes_the_webhook_once_and_corrects_its_token(
    ready: None, standin: Standin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BREVO_WEBHOOK_URL", "https://lettres.example.org/brevo")
    assert command("doctor", "--fix").exit_code == 2  # without a token
    for token in ("a" * 20, "a" * 20, "b" * 20):
        fixed = command("doctor", "--fix", "--json", BREVO_WEBHOOK_TOKEN=token)
        checks = {one["name"]: one["is_ok"] for one in json.loads(fixed.stdout)["checks"]}
        assert checks["webhook"]
        assert token not in fixed.output
        assert [one["auth"]["token"] for one in standin.state.webhooks] == [token]
    assert standin.count("PUT /webhooks") == 1
    assert "opened" not in standin.state.webhooks[0]["events"]
    assert standin.state.violations == []


@pytest.mark.processes
def test_an_unexpected_error_does_not_quote_the_row(
    ready: None, standin: Standin, conn: Any
) -> None:
    table = "alter table activation.contact_state"
    store.execute(conn, f"{table} add constraint nobody check (email_norm is null)")
    want(conn, "ALICE", "alice@example.org", ALICE)
    failed = activation("sync")
    store.execute(conn, f"{table} drop constraint nobody")
    assert failed.returncode == 1
    assert "CheckViolation" in failed.stderr
    assert "alice@" not in failed.stdout + failed.stderr


def test_without_a_key_status_works_and_calls_say_what_is_missing(
    house: Settings, standin: Standin
) -> None:
    assert command("status", "--json", BREVO_API_KEY="").exit_code == 0
    for name in ("send", "pull", "sync", "doctor"):
        refused = command(name, BREVO_API_KEY="")
        assert (refused.exit_code, "BREVO_API_KEY" in refused.stderr) == (2, True)
    assert standin.calls == []
