"""`/api/v1`: the figures of the page for programs, by tokens; every list read once and whole."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from psycopg2.extensions import connection as Connection  # noqa: N812
from schemathesis import Case
from schemathesis.core.result import Ok
from typer.testing import CliRunner

from activation.approval import decide
from activation.approval.selection import Selection
from activation.health import now
from dashboard.access import tokens, users
from dashboard.api import bearer
from dashboard.cli import app
from tests.support.asks import Answer, ask
from tests.support.page import Page, running_page
from tests.support.proposals import run
from warehouse.database import connect
from warehouse.rows import rows, value
from warehouse.settings import Settings

API = "/api/v1"
ADVISED = """
    insert into crm.recommendation_items
        (client_code, scenario, rank, produit_key, produit_label, score, reason, as_of_date,
            reco_id)
    select 'CL2', scenario, 1, 'RIESLING 2021', 'Riesling 2021', 61.5,
        'Vous aviez commandé ce vin en mars 2024.', as_of_date, reco_id
    from activation.recommendations where client_code = 'CL2';
    insert into etl.clients (client_code, master_client_code, match_rule)
    values ('CL2', 'CL2', 'maitre'), ('CL2B', 'CL2', 'email');
    insert into crm.reasons values ('contact_recent', 'personne', 1, 'lettre récente');
    grant select on all tables in schema crm, etl to crm_dashboard;
"""


class Program:
    """A program with a token, which reads JSON."""

    def __init__(self, page: Page, token: str) -> None:
        self._page, self.token = page, token

    def ask(self, path: str, method: str = "GET", sent: Any = None, **more: str) -> Answer:
        body = None if sent is None else json.dumps(sent).encode()
        return ask(
            self._page.url, method, f"{API}{path}", body=body, Content_Type="application/json",
            Authorization=f"Bearer {self.token}", **more,
        )  # fmt: skip

    def read(self, path: str) -> Any:
        answer = self.ask(path)
        assert answer.status == 200, answer.text
        return json.loads(answer.body)

    def decide(self, decision: str, letters: list[Any], **more: str) -> Any:
        shown = [{"reco_id": one["reco_id"], "seen": one["seen"]} for one in letters]
        answer = self.ask("/decisions", "POST", {"decision": decision, "letters": shown, **more})
        assert answer.status == 200, answer.text
        return json.loads(answer.body)

    def parts(self, path: str, name: str, **asked: object) -> Iterator[list[Any]]:
        cursor: str | None = ""
        while cursor is not None:
            found = self.read(f"{path}?{urlencode({**asked, 'cursor': cursor})}")
            yield found[name]
            cursor = found["next"]


@pytest.fixture
def told(page: Page, conn: Connection) -> Page:
    """The page of a house with a letter that says why."""
    run(conn, ADVISED)
    return page


@pytest.fixture
def decides(told: Page, conn: Connection) -> Program:
    """A program that decides in Claire's name."""
    told.token("Claire")
    return Program(told, tokens.add(conn, "caisse", "Claire", "decide"))


@pytest.fixture
def looks(told: Page, conn: Connection) -> Program:
    """A program that reads in the name of somebody who only looks."""
    told.token("Lecteur")
    return Program(told, tokens.add(conn, "tableur", "Lecteur", "read"))


def test_programs_read_the_figures_of_the_page(
    looks: Program, conn: Connection, estate: Settings
) -> None:
    said = now.verdict(conn, estate)
    assert looks.read("/health")["sentence"] == said.sentence
    page = looks.read("/letters?etat=toutes")
    assert (page["total"], len(page["letters"]), page["next"]) == (6, 6, None)
    assert looks.read("/letters/counts")["counts"]["state"] == {"pending": 6}
    letter = looks.read(f"/letters/{page['letters'][0]['reco_id']}")
    assert letter["seen"] == page["letters"][0]["seen"]
    assert "Riesling 2021" in letter["text"]
    whole = looks.read("/clients/cl-2b")
    assert (whole["client_code"], whole["codes"], whole["name"]) == (
        "CL2", ["CL2", "CL2B"], "Chloé Éluère 2",
    )  # fmt: skip
    assert looks.read("/clients?q=eluere+2")["clients"][0]["client_code"] == "CL2"
    left_out = looks.read("/clients?raison=contact_recent&venant=")
    assert [one["client_code"] for one in left_out["clients"]] == ["CL1", "CL6"]


def test_what_is_advised_to_a_person_and_why_or_why_nothing_is(looks: Program) -> None:
    found = looks.read("/clients/CL2B/recommendations")
    assert (found["client_code"], found["state"], found["none_because"]) == ("CL2", "pending", None)
    assert [(one["produit_key"], one["score"]) for one in found["wines"]] == [
        ("RIESLING 2021", 61.5)
    ]
    nothing = looks.read("/clients/CL1/recommendations")
    assert (nothing["wines"], nothing["none_because"]) == ([], "contact_recent")
    assert nothing["none_says"] == "lettre récente"
    assert looks.ask("/clients/CL99/recommendations").status == 404


def test_a_repeated_decision_changes_nothing(
    decides: Program, looks: Program, conn: Connection
) -> None:
    letters = decides.read("/letters")["letters"][:2]
    first = decides.decide("approved", letters)
    assert (first["decided"], first["unchanged"], first["undecided"]) == (2, 0, [])
    again = decides.decide("approved", letters)
    fresh = decides.read("/letters?etat=approuvees")["letters"]
    once_more = decides.decide("approved", fresh)
    for repeated in (again, once_more):
        assert (repeated["decided"], repeated["unchanged"], repeated["undecided"]) == (0, 2, [])
        assert repeated["batch_id"] is None
    # Approved as it was shown before Claire looked: somebody has decided since.
    stale = decides.decide("rejected", letters[:1], reason="trop tôt")
    assert [one["reason"] for one in stale["undecided"]] == ["decidee_entre_temps"]
    assert value(conn, "select count(*) from activation.approvals") == 2
    refused = looks.ask("/decisions", "POST", {"decision": "approved", "letters": [
        {"reco_id": letters[0]["reco_id"], "seen": letters[0]["seen"]}]})  # fmt: skip
    assert refused.status == 403
    made = decides.read("/decisions")
    assert [(one["decided_by"], one["decision"]) for one in made["decisions"]] == [
        ("Claire", "approved")
    ] * 2
    assert decides.read(f"/decisions?cursor={made['next']}")["decisions"] == []


def test_a_program_is_nobodys_second_person(
    page: Page, conn: Connection, estate: Settings, tmp_path: Any
) -> None:
    project = (estate.root / "dbt_project.yml").read_text(encoding="utf-8")
    (tmp_path / "dbt_project.yml").write_text(
        project.replace("second_person_above_letters: 0", "second_person_above_letters: 1")
    )
    page.token("Claire")
    token = tokens.add(conn, "caisse", "Claire", "decide")
    with running_page(replace(estate, root=tmp_path)) as strict:
        program = Program(strict, token)
        letters = program.read("/letters")["letters"][:2]
        assert program.decide("approved", letters)["awaiting_second"] == 2
        for shown in (letters, program.read("/letters?etat=seconde-personne")["letters"]):
            again = program.decide("approved", shown)
            assert (again["decided"], again["unchanged"], again["undecided"]) == (0, 2, [])
    assert rows(conn, "select distinct decision from activation.approvals") == [
        {"decision": "first_approval"}
    ]


def test_every_row_is_read_once_whatever_happens_meanwhile(
    decides: Program, conn: Connection
) -> None:
    everything = [one["reco_id"] for one in decides.read("/letters?etat=toutes")["letters"]]
    seen: list[str] = []
    for number, part in enumerate(decides.parts("/letters", "letters", etat="toutes", limit=2)):
        seen += [one["reco_id"] for one in part]
        # Scores move, and whoever has been read is decided on.
        run(
            conn,
            "update activation.recommendations set items ="
            f" jsonb_set(items, '{{0,score}}', to_jsonb({number} * 7 + length(client_code)))",
        )
        decides.decide("flagged", part)
    assert seen == sorted(everything)
    codes = [
        one["client_code"] for part in decides.parts("/clients", "clients", limit=3) for one in part
    ]
    assert codes == [one["client_code"] for one in decides.read("/clients?limit=200")["clients"]]
    assert len(set(codes)) == 10
    cursor = decides.read("/letters?etat=toutes&limit=1")["next"]
    for elsewhere in (
        f"/letters?cursor={cursor}",
        f"/clients?cursor={cursor}",
        "/clients?cursor=x",
    ):
        assert decides.ask(elsewhere).status == 400


def test_what_is_erased_is_not_shown(looks: Program, conn: Connection) -> None:
    reco_id = value(conn, "select reco_id::text from activation.recommendations limit 1")
    decide.reject(conn, Selection(reco_ids=None, client_code="CL2"), "Claire", "essai")
    run(
        conn,
        "update activation.recommendations set client_code = null, email_norm = null,"
        " email_hash = null, items = '[]', params = '{}', erased_at = now();"
        " delete from crm.customer_360 where client_code = 'CL2'",
    )
    assert looks.read("/letters?etat=toutes")["letters"] == []
    assert looks.ask(f"/letters/{reco_id}").status == 404
    assert looks.ask("/clients/CL2").status == 404
    (made,) = looks.read("/decisions")["decisions"]
    assert (made["client_code"], made["scenario"]) == (None, None)


def test_a_token_ends_with_its_revocation_and_with_whoever_it_asks_for(
    decides: Program, looks: Program, conn: Connection
) -> None:
    assert decides.ask("/letters").status == looks.ask("/letters").status == 200
    tokens.revoke(conn, "caisse")
    assert decides.ask("/letters").status == 401
    users.remove(conn, "Lecteur")
    assert looks.ask("/letters").status == 401
    assert value(conn, "select count(*) from dashboard.tokens") == 0


def test_nobody_gets_in_by_a_cookie_or_by_guessing(told: Page, looks: Program) -> None:
    cookie = {"Cookie": f"session={told.token('Claire')}"}
    assert ask(told.url, path=f"{API}/letters", **cookie).status == 401
    posted = ask(told.url, "POST", f"{API}/decisions", body=b"{}", Origin=told.url, **cookie)
    assert posted.status == 401
    elsewhere = looks.ask("/letters", "POST", {}, Origin="https://evil.example")
    assert elsewhere.status == 403
    guesses = [Program(told, f"crm_{n}").ask("/letters") for n in range(6)]
    assert [one.status for one in guesses][-1] == 429
    assert int(guesses[-1].headers["retry-after"]) >= 1
    # Who has a token is none of those.
    assert looks.ask("/letters").status == 200


def test_a_program_is_slowed_and_what_it_looked_at_is_kept(
    looks: Program, conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bearer, "A_MINUTE", 3)
    paths = ("/clients/CL2/recommendations", "/health", "/clients?q=Dupont", "/letters")
    answers = [looks.ask(path) for path in paths]
    assert [one.status for one in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["retry-after"]) > 30
    kept = rows(conn, "select user_name, token_name, page, client_code from dashboard.access_log")
    assert [tuple(one.values()) for one in kept] == [
        ("Lecteur", "tableur", f"{API}/clients/{{client_code}}/recommendations", "CL2"),
        ("Lecteur", "tableur", f"{API}/clients", None),
    ]


@pytest.mark.processes  # hundreds of requests
def test_whatever_is_asked_is_answered_as_it_is_described(
    decides: Program, told: Page, conn: Connection
) -> None:
    described = json.loads(ask(told.url, path="/openapi.json").body)
    tried = 0
    for found in schemathesis.openapi.from_dict(described).get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()

        @settings(
            max_examples=15, deadline=None, phases=[Phase.generate], database=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def check(case: Case) -> None:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(bearer, "A_MINUTE", 10_000)
                answer = case.call(
                    base_url=f"{told.url}{API}",
                    headers={"Authorization": f"Bearer {decides.token}"},
                )
            assert answer.status_code < 500
            if answer.headers.get("content-type") == "application/json":
                case.validate_response(
                    answer,
                    checks=[
                        schemathesis.checks.response_schema_conformance,
                        schemathesis.checks.status_code_conformance,
                    ],
                )

        check()
        tried += 1
    assert tried == 11


def test_the_description_is_a_page_of_its_own(told: Page) -> None:
    answer = ask(told.url, path="/docs")
    assert answer.status == 200
    for said in (
        "GET /clients/{client_code}/recommendations",
        "POST /decisions",
        "Too many requests",
    ):
        assert said in answer.text
    assert "<script" not in answer.text
    assert "style=" not in answer.text
    assert "unsafe" not in answer.headers["content-security-policy"]


def test_machines_elsewhere_learn_no_more_than_whether_the_page_works(
    told: Page, looks: Program
) -> None:
    elsewhere = {"X-Forwarded-For": "203.0.113.7"}
    assert json.loads(ask(told.url, path="/healthz", **elsewhere).body) == {"ok": True}
    assert ask(told.url, path="/metrics", **elsewhere).status == 401
    known = elsewhere | {"Authorization": f"Bearer {looks.token}"}
    for path in ("/healthz", "/metrics"):
        assert "Pas v" in ask(told.url, path=path, **known).text
        assert "Pas v" in ask(told.url, path=path).text


def test_a_token_is_shown_once_and_given_by_whoever_may(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.cli.load_settings", lambda: settings)

    def type_in(*words: str) -> Any:
        return CliRunner().invoke(app, list(words), input="du riesling sur le grès\n")

    for name, role in (("Claire", "owner"), ("Bruno", "reader")):
        type_in("users", "add", name, "--role", role, "--password-stdin")
    made = type_in("tokens", "add", "caisse", "--user", "claire", "--scope", "decide")
    token = made.stdout.strip()
    assert (made.exit_code, len(token)) == (0, 47)
    with closing(connect(settings)) as conn:
        assert token not in str(rows(conn, "select * from dashboard.tokens"))
        holder = tokens.holder(conn, token)
    assert holder == tokens.Holder("caisse", "Claire", decides=True)
    listed = type_in("tokens", "list").output
    assert "caisse" in listed
    assert token not in listed
    for words, said in (
        (("add", "caisse", "--user", "Claire"), "already"),
        (("add", "autre", "--user", "Bruno", "--scope", "decide"), "does not decide"),
        (("add", "autre", "--user", "Personne"), "no user Personne"),
        (("add", "autre", "--user", "Claire", "--scope", "tout"), "read or decide"),
        (("revoke", "autre"), "no token autre"),
    ):
        refused = type_in("tokens", *words)
        assert (refused.exit_code, said in refused.output) == (2, True), words
    assert type_in("tokens", "revoke", "caisse").output == "caisse no longer asks.\n"
