"""One language per surface, heard from the real commands: French for the owner's, else English."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from click.testing import Result
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.plan_result import Plan
from activation.approval.plan_text import plan_text
from activation.cli import app
from activation.commands.told import CONTACTS, COUNTS, EVENTS, MODES, SCOPES, STATES, counted
from activation.sending.breaker import verdict
from activation.sending.delivery import Result as Delivered
from tests.support.brevo.standin import Standin
from tests.support.house import command
from tests.support.language import english_in, french_in
from tests.support.proposals import fill, run
from warehouse.rows import execute, rows
from warehouse.settings import Settings

OWNERS = (
    "plan", "letter", "letters", "sample", "approve", "reject", "send", "status", "take-charge",
    "oppositions", "health",
)  # fmt: skip
ALL = {one.name or getattr(one.callback, "__name__", "") for one in app.registered_commands}


def french(*arguments: str) -> Result:
    """Run one of the owner's commands; nothing in what it says may be English."""
    done = command(*arguments)
    # The commands themselves have English names.
    said = [line.replace(f" {arguments[0]} ", " ") for line in done.output.splitlines()]
    assert [line for line in said if english_in(line)] == []
    return done


def english(*arguments: str) -> Result:
    """Run one of the other commands; nothing in what it says, quotes apart, may be French."""
    done = command(*arguments)
    assert [line for line in done.output.splitlines() if french_in(line)] == []
    return done


@pytest.mark.parametrize("name", OWNERS)
def test_the_owners_commands_explain_themselves_in_french(name: str) -> None:
    assert french(name, "--help").exit_code == 0
    for misuse in (["--nonsense"], ["--json=1"]):
        assert french(name, *misuse).exit_code == 2


@pytest.mark.parametrize("name", sorted(ALL - {*OWNERS}))
def test_the_other_commands_explain_themselves_in_english(name: str) -> None:
    assert english(name, "--help").exit_code == 0


def test_the_list_of_commands_is_english() -> None:
    assert english("--help").exit_code == 0


@pytest.fixture
def typed(conn: Connection, estate: Settings, monkeypatch: pytest.MonkeyPatch) -> Connection:
    """An estate known through its environment, with six proposals."""
    for name, value in estate.values.items():
        if name.startswith(("ESTATE_", "BREVO_", "ACTIVATION_")):
            monkeypatch.setenv(name, value)
    monkeypatch.setenv("BREVO_SENDER_EMAIL", "domaine@example.org")
    fill(conn, 10)
    return conn


def test_planning_and_deciding_speak_french_and_count_right(typed: Connection) -> None:
    assert "6 lettres proposées pour 10 clients (16/11/2026)" in french("plan").stdout
    one = str(
        rows(typed, "select min(reco_id::text) as id from activation.recommendations")[0]["id"]
    )
    assert french("letter", one).stdout.startswith("Objet\u00a0: ")
    assert french("approve", "--client", "CL2").stdout == (
        "1 lettre approuvée, 0 décidée auparavant\nLa suite\u00a0: `activation send` les envoie.\n"
    )
    assert french("approve", "--client", "CL2").stdout == (
        "0 lettre approuvée, 1 décidée auparavant\nLa suite\u00a0: `activation send` les envoie.\n"
    )
    run(typed, "update sync.brevo_messages set content_hash = 'new' where client_code = 'CL3'")
    said = french("plan").stdout
    assert "1  approuvée" in said
    assert french("reject", "--all", "--reason", "trop tôt").stdout.startswith("6 lettres refusées")
    assert french("letter", "00000000-0000-0000-0000-000000000000").exit_code == 2
    assert french("approve").exit_code == 2


def test_a_plan_counts_nothing_one_and_several() -> None:
    said = {
        number: plan_text(
            Plan(
                date(2026, 11, 16), number, {"REBUY": number}, {"bounce": number},
                {"approved": number}, 0, 0, number, number, number,
            ),
            {"bounce": "Adresse en erreur"},
        )
        for number in (0, 1, 2)
    }  # fmt: skip
    for number, letters, clients, contacts in (
        (0, "0 lettre proposée", "0 client sans lettre", "0 nouveau, 0 modifié, 0 inchangé"),
        (1, "1 lettre proposée", "1 client sans lettre", "1 nouveau, 1 modifié, 1 inchangé"),
        (2, "2 lettres proposées", "2 clients sans lettre", "2 nouveaux, 2 modifiés, 2 inchangés"),
    ):
        assert [text in said[number] for text in (letters, clients, contacts)] == [True] * 3
    assert ("1  approuvée\n" in said[1], "2  approuvées\n" in said[2]) == (True, True)


def test_sending_speaks_french_and_counts_right(
    standin: Standin, watching: Any, approve: Callable[..., list[str]]
) -> None:
    assert french("send").stdout == "Aucune lettre n'est partie.\n"
    approve("alice")
    assert french("send", "--sandbox").stdout == "1 lettre répétée sans partir\n"
    assert french("send").stdout.splitlines()[0] == "1 lettre acceptée par Brevo"
    assert french("send").stdout.startswith("Aucune lettre n'est partie.\n1 événement ")
    approve("bob", "carol")
    assert french("send").stdout.splitlines()[0] == "2 lettres acceptées par Brevo"
    standin.cue("POST /smtp/email", "status", status=400, code="invalid_parameter")
    approve("dave")
    refused = french("send")
    assert (refused.exit_code, "1 lettre refusée par Brevo" in refused.stdout) == (1, True)
    assert french("send", "--limit", "0").exit_code == 2


def test_status_names_every_state_event_scope_and_mode_in_french(
    house: Settings, watching: Any, approve: Callable[..., list[str]]
) -> None:
    approve("alice", "bob")
    execute(watching, EVERYTHING, {"events": list(EVENTS), "scopes": list(SCOPES)})
    execute(watching, "insert into activation.breaker_openings (reason) values (%s)",
            (verdict(3, 1, 2),))  # fmt: skip
    said = french("status").stdout
    for heading in (
        "état",
        "raison",
        "nouvelle",
        "portée",
        "bilan",
        "en attente",
        "désinscription",
    ):
        assert heading in said
    assert "Envois arrêtés (1 adresse en erreur et 2 plaintes pour 3 lettres)" in said
    assert french("status", "--contacts").stdout.startswith("Contacts refusés")


EVERYTHING = """
    insert into activation.events (event_key, type, raw_type, occurred_at, source, email_hash)
    select kind, kind, kind, now(), 'poll', 'h' from unnest(%(events)s) as kind;
    insert into activation.suppressions (email_hash, scope, reason, source)
    select scope, scope, 'desinscrit', 'poll' from unnest(%(scopes)s) as scope;
    insert into activation.runs (run_id, command, mode, counters, finished_at) values
        (gen_random_uuid(), 'send', 'real', '{"accepted": 1, "skipped_bounce": 2}', now()),
        (gen_random_uuid(), 'sync', 'look', '{"confirmed": 2, "held": 1}', now());
"""


def test_every_code_the_database_allows_has_its_words(watching: Any) -> None:
    for table, column, words in (
        ("outbox", "state", STATES),
        ("events", "type", EVENTS),
        ("suppressions", "scope", SCOPES),
        ("contact_state", "last_status", CONTACTS),
        ("runs", "mode", MODES),
    ):
        assert allowed(watching, table, column) - words.keys() == set()
    assert {str(one) for one in Delivered} - COUNTS["send"].keys() == set()


def allowed(conn: Any, table: str, column: str) -> set[str]:
    """Return the values the checks of a column let in."""
    found = rows(
        conn,
        """
        select pg_get_constraintdef(oid) as body from pg_constraint
        where conrelid = ('activation.' || %s)::regclass and contype = 'c'
            and pg_get_constraintdef(oid) ~ ('^CHECK \\(\\(' || %s || ' = ANY')
        """,
        (table, column),
    )
    return {text for one in found for text in one["body"].split("'")[1::2]}


def test_what_a_run_counted_agrees_with_its_number() -> None:
    for command_name, words in COUNTS.items():
        one, two = (counted(command_name, dict.fromkeys(words, n), {}) for n in (1, 2))
        assert [said for said in (*one, *two) if english_in(said)] == []
        assert all(said.startswith("1 ") for said in one)
        assert all("s " in f"{said} " for said in two)
    assert counted("send", {"skipped_bounce": 2, "event_click": 1, "failed": 0}, {}) == [
        "1 événement « clic »", "2 lettres écartées : « bounce »",
    ]  # fmt: skip


def test_the_other_commands_speak_english(
    house: Settings, standin: Standin, watching: Any, approve: Callable[..., list[str]]
) -> None:
    approve("alice")
    for words, code in (
        (["pull"], 0), (["doctor"], 2), (["resolve"], 0), (["resolve", "x"], 2), (["sync"], 2),
        (["templates", "lint"], 1), (["forget", "NOBODY"], 2), (["sweep"], 0),
    ):  # fmt: skip
        assert english(*words).exit_code == code
