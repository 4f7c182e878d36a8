"""The door of the page: who comes in, from where, for how long, and what is kept of it."""

import gzip
import re
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from dashboard.access import users
from dashboard.place import place_of
from tests.support.asks import Answer, ask
from tests.support.page import Page, running_page
from tests.support.proposals import run
from warehouse.database import connect
from warehouse.errors import ConfigurationError
from warehouse.rows import rows, value
from warehouse.settings import Settings

PASSWORD = "du riesling sur le grès"
OWN = "/lettres/decider"


@pytest.fixture
def claire(page: Page, conn: Connection) -> str:
    """An owner of the house with a password of her own."""
    users.add(conn, "Claire", "owner", None, PASSWORD)
    return "Claire"


def enter(
    page: Page, name: str, password: str, to: str = "", source: str = "127.0.0.1", **headers: str
) -> Answer:
    form = {"nom": name, "mot_de_passe": password, "vers": to}
    headers.setdefault("Origin", page.url)
    return ask(page.url, "POST", "/connexion", form, source=source, **headers)


def as_user(page: Page, who: str) -> dict[str, str]:
    return {"Cookie": f"session={page.token(who)}", "Origin": page.url}


def test_a_password_opens_the_page_where_one_wanted_to_go(page: Page, claire: str) -> None:
    asked = ask(page.url, path="/lettres?scenario=REBUY")
    assert asked.status == 303
    assert asked.headers["location"] == "/connexion?vers=%2Flettres%3Fscenario%3DREBUY"
    wrong = enter(page, claire, "autre chose entièrement")
    assert (wrong.status, "ne vont pas ensemble" in wrong.text) == (401, True)
    nobody = enter(page, "Personne", PASSWORD)
    assert (nobody.status, "ne vont pas ensemble" in nobody.text) == (401, True)
    right = enter(page, "claire", PASSWORD, to="/lettres?scenario=REBUY")
    assert (right.status, right.headers["location"]) == (303, "/lettres?scenario=REBUY")
    for cookie in right.cookies:
        assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    opened = ask(page.url, path="/lettres", Cookie=f"session={right.cookie('session')}")
    assert (opened.status, "Claire" in opened.text) == (200, True)
    headers = ask(page.url, "HEAD", "/lettres", Cookie=f"session={right.cookie('session')}")
    assert (headers.status, headers.text) == (200, "")


def test_more_callers_than_connections_wait_for_their_turn_and_not_for_each_other(
    page: Page,
) -> None:
    known = as_user(page, "Claire")
    with ThreadPoolExecutor(64) as callers:
        answers = callers.map(lambda _: ask(page.url, path="/lettres", **known), range(64))
        assert {answer.status for answer in answers} == {200}


@pytest.mark.parametrize(
    "to", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:1", "/\nx"]
)
def test_nobody_is_led_off_the_page(page: Page, claire: str, to: str) -> None:
    assert enter(page, claire, PASSWORD, to=to).headers["location"] == "/lundi"


def test_behind_tls_cookies_leave_by_no_other_way(conn: Connection, estate: Settings) -> None:
    users.add(conn, "Claire", "owner", None, PASSWORD)
    public = {"DASHBOARD_URL": "https://lettres.example.org"}
    with running_page(replace(estate, values=estate.values | public)) as page:
        there = {"Host": "lettres.example.org", "Origin": "https://lettres.example.org"}
        entered = enter(page, "Claire", PASSWORD, **there)
        assert entered.status == 303
        assert "max-age=31536000" in entered.headers["strict-transport-security"]
        for cookie in entered.cookies:
            assert cookie.startswith("__Host-")
            assert "Secure" in cookie.split("; ")
        assert ask(page.url, path="/connexion", Host="evil.example").status == 400


def test_a_session_planted_beforehand_is_nobodys(page: Page, claire: str) -> None:
    planted = {"Cookie": "session=chosen-by-somebody-else"}
    given = enter(page, claire, PASSWORD, **planted).cookie("session")
    assert given not in ("", "chosen-by-somebody-else")
    assert ask(page.url, path="/lettres", **planted).status == 303
    # A session that was closed is not opened again by a new one.
    ask(page.url, "POST", "/deconnexion", {}, Cookie=f"session={given}", Origin=page.url)
    enter(page, claire, PASSWORD, Cookie=f"session={given}")
    assert ask(page.url, path="/lettres", Cookie=f"session={given}").status == 303


def test_another_password_or_none_ends_sessions_at_the_next_request(
    page: Page, claire: str, conn: Connection
) -> None:
    cookie = {"Cookie": f"session={enter(page, claire, PASSWORD).cookie('session')}"}
    assert ask(page.url, path="/lettres", **cookie).status == 200
    users.set_password(conn, "CLAIRE", "un autre mot de passe long")
    assert ask(page.url, path="/lettres", **cookie).status == 303
    assert enter(page, claire, PASSWORD).status == 401
    cookie = {"Cookie": f"session={page.token('Odile')}"}
    users.remove(conn, "Odile")
    assert ask(page.url, path="/lettres", **cookie).status == 303


def test_a_session_ends_by_leaving_and_after_half_a_day(page: Page, conn: Connection) -> None:
    headers = as_user(page, "Claire")
    assert ask(page.url, "POST", "/deconnexion", {}, **headers).status == 303
    assert ask(page.url, path="/lettres", **headers).status == 303
    headers = as_user(page, "Odile")
    run(conn, "update dashboard.sessions set opened_at = now() - interval '12 hours 1 minute'")
    typed = {"action": "refuser", "raison_libre": "a déjà <b>trop</b> de vin", "vu": "x"}
    on = {"Referer": f"{page.url}/lettres?scenario=REBUY"}
    stale = ask(page.url, "POST", OWN, typed, **headers, **on)
    assert stale.status == 401
    assert "ouverte depuis longtemps" in stale.text
    assert "relisez avant de décider" in stale.text
    # What was written is not lost, and one comes back to where it was.
    assert "<blockquote>a déjà &lt;b&gt;trop&lt;/b&gt; de vin</blockquote>" in stale.text
    assert 'name="vers" value="/lettres?scenario=REBUY"' in stale.text
    on = {"Referer": "https://evil.example//evil.example/x"}
    stale = ask(page.url, "POST", OWN, typed, **headers, **on)
    assert 'name="vers" value="/lundi"' in stale.text
    longest = ask(page.url, path=f"/lettres?q={'a' * 9000}", **headers)
    assert longest.headers["location"] == "/connexion"  # a proxy takes no longer header


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1"},
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "OWN", "Sec-Fetch-Site": "cross-site"},
    ],
    ids=str,
)
def test_a_write_from_elsewhere_is_refused_with_a_cookie_or_without(
    page: Page, headers: dict[str, str]
) -> None:
    given = {name: value.replace("OWN", page.url) for name, value in headers.items()}
    for cookie in ({}, {"Cookie": f"session={page.token('Claire')}"}):
        for path in (OWN, "/connexion", "/deconnexion", "/nulle-part"):
            answer = ask(page.url, "POST", path, {"x": "y"}, **given, **cookie)
            assert answer.status == 403
            assert "rien n'a changé" in answer.text
    assert ask(page.url, path="/lettres", **as_user(page, "Claire")).status == 200


def test_wrong_passwords_slow_an_address_whatever_it_says_of_itself(
    page: Page, claire: str
) -> None:
    for n in range(5):
        forged = {"X-Forwarded-For": f"10.0.0.{n}", "Forwarded": f"for=10.0.0.{n}"}
        assert enter(page, f"Devin {n}", "jamais le bon mot", **forged).status == 401
    waits = enter(page, claire, PASSWORD, **{"X-Forwarded-For": "10.9.9.9"})
    assert (waits.status, waits.headers["retry-after"]) == (429, "1")
    assert "attendez 1 s" in waits.text
    # From her own address nothing has happened.
    assert enter(page, claire, PASSWORD, source="127.0.0.2").status == 303


def test_an_account_under_attack_stays_open_to_its_owner(
    page: Page, claire: str, conn: Connection
) -> None:
    known = enter(page, claire, PASSWORD).cookie("navigateur")
    run(
        conn,
        """
        insert into dashboard.login_attempts (slowed)
        select tried.slowed from dashboard.login_attempts as tried, generate_series(1, 40)
        where tried.slowed like 'account %' or tried.slowed like 'address %'
        """,
    )
    assert enter(page, claire, PASSWORD).status == 429
    from_home = enter(page, claire, PASSWORD, source="127.0.0.3")
    assert from_home.status == 303
    assert enter(page, claire, PASSWORD, Cookie=f"navigateur={known}").status == 303
    # Somebody else's browser is no pass to her account.
    assert enter(page, "Devin", "jamais le bon mot", Cookie=f"navigateur={known}").status == 429


def test_tries_at_once_count_as_many(page: Page, conn: Connection, estate: Settings) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as many:
        answers = list(
            many.map(lambda n: enter(page, f"Devin {n}", "jamais le bon mot").status, range(24))
        )
    assert answers.count(401) <= 6
    assert answers.count(429) >= 18


def test_only_a_named_proxy_is_taken_at_its_word(conn: Connection, estate: Settings) -> None:
    def seen(settings: Settings) -> str:
        with running_page(settings) as page:
            there = as_user(page, "Claire") | {"X-Forwarded-For": "203.0.113.7"}
            assert ask(page.url, path="/aide", **there).status == 200
        found = value(conn, "select address from dashboard.access_log order by access_id desc")
        conn.commit()
        return str(found)

    assert seen(estate) == "127.0.0.1"
    proxied = replace(estate, values=estate.values | {"DASHBOARD_PROXY": "127.0.0.1"})
    assert seen(proxied) == "203.0.113.7"


def _addresses(page: Page) -> Iterator[tuple[str, str]]:
    for path, methods in page.app.openapi()["paths"].items():
        filled = re.sub(r"\{\w+\}", str(uuid.UUID(int=0)), path)
        yield from ((method.upper(), filled) for method in methods)


OPEN_TO_ALL = (
    "/connexion", "/deconnexion", "/healthz", "/metrics", "/docs", "/openapi.json",
)  # fmt: skip


def test_every_address_as_nobody_reader_and_owner(page: Page, conn: Connection) -> None:
    tried = [one for one in _addresses(page) if one[1] not in OPEN_TO_ALL]
    assert len(tried) > 15
    for method, path in tried:
        form = {} if method == "POST" else None
        nobody = ask(page.url, method, path, form, Origin=page.url)
        assert nobody.status == (401 if method == "POST" else 303), (method, path)
        assert "Éluère" not in nobody.text
        reader = ask(page.url, method, path, form, **as_user(page, "Lecteur"))
        owner = ask(page.url, method, path, form, **as_user(page, "Claire"))
        if method == "POST":
            assert reader.status == 403, path
        else:
            assert reader.status in (200, 303, 400, 403, 404), path
        assert owner.status in (200, 303, 400, 404, 409), (method, path)
    decided = value(conn, "select count(*) from activation.approvals")
    assert decided == 0


def test_every_answer_carries_what_keeps_the_page_its_own(page: Page) -> None:
    paths = (
        "/lundi",
        "/lettres",
        "/connexion",
        "/nulle-part",
        "/static/page.css",
        "/healthz",
        "/docs",
        "/openapi.json",
        "/api/v1/letters",
    )
    for path in paths:
        answer = ask(page.url, path=path, **as_user(page, "Claire"))
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert not re.search(r"unsafe|\*|https?:|data:", policy)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "server" not in answer.headers
        kept = answer.headers["cache-control"]
        assert kept == ("public, max-age=3600" if path.startswith("/static") else "no-store")


def test_who_looked_at_whom_is_kept_a_year_without_the_words_searched_for(
    page: Page, conn: Connection, claire: str
) -> None:
    letter = str(value(conn, "select reco_id from activation.recommendations limit 1"))
    conn.commit()
    for path in (f"/lettres/{letter}", "/lettres?q=Dupont", "/lundi/phrase"):
        assert ask(page.url, path=path, **as_user(page, "Lecteur")).status == 200
    kept = rows(conn, "select user_name, page, reco_id::text from dashboard.access_log")
    assert [tuple(one.values()) for one in kept] == [
        ("Lecteur", "/lettres/{reco_id}", letter),
        ("Lecteur", "/lettres", None),
    ]
    run(conn, "update dashboard.access_log set at = now() - interval '12 months 1 day'")
    enter(page, claire, PASSWORD)
    assert value(conn, "select count(*) from dashboard.access_log") == 0


def test_what_is_too_large_or_unreadable_is_refused(page: Page) -> None:
    there = as_user(page, "Claire")
    assert ask(page.url, "POST", OWN, body=b"x" * 2_000_001, **there).status == 413
    assert ask(page.url, path="/lettres?q=%00", **there).status == 400
    assert ask(page.url, path="/lettres/%00", **there).status == 400


def test_what_nobody_foresaw_is_a_number_and_says_nothing_of_anybody(
    page: Page, conn: Connection, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("Jean Dupont, 12 rue du Puits")

    monkeypatch.setattr("dashboard.letters.router.listing", fails)
    answer = ask(page.url, path="/lettres", **as_user(page, "Claire"))
    assert answer.status == 500
    number = re.search(r"numéro à l'analyste : (\w{8})", answer.text.replace("&#39;", "'"))
    assert number
    assert number[1] in caplog.text
    assert "Dupont" not in caplog.text + answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_lost_database_is_told_and_tried_again(page: Page, conn: Connection) -> None:
    there = as_user(page, "Claire")
    assert ask(page.url, path="/lettres", **there).status == 200
    run(
        conn,
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where application_name = 'dashboard' and datname = current_database()",
    )
    assert ask(page.url, path="/lettres", **there).status == 200  # another connection
    lost = psycopg2.OperationalError("server closed the connection")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dashboard.letters.router.listing", _raises(lost))
        answer = ask(page.url, path="/lettres", **there)
    assert answer.status == 503
    assert "Rien n&#39;est perdu" in answer.text
    assert 'http-equiv="refresh"' in answer.text


def _raises(error: Exception) -> object:
    def fail(*_: object) -> None:
        raise error

    return fail


def test_the_first_load_is_light(page: Page, conn: Connection) -> None:
    for path in ("/lundi", "/lettres"):
        there = as_user(page, "Claire") | {"Accept-Encoding": "gzip"}
        first = ask(page.url, path=path, **there)
        html = gzip.decompress(first.body).decode()
        assets = re.findall(r'(?:href|src)="(/static/[^"]+)"', html)
        sizes = [len(ask(page.url, path=one, **there).body) for one in assets]
        assert len(first.body) + sum(sizes) < 100_000


def test_the_page_writes_decisions_and_what_is_its_own(page: Page, estate: Settings) -> None:
    with closing(connect(estate)) as conn:
        written = rows(
            conn,
            """
            select format('%I.%I', table_schema, table_name) as name,
                string_agg(distinct privilege_type, ', ' order by privilege_type) as may
            from information_schema.column_privileges
            where grantee = 'crm_dashboard' and privilege_type <> 'SELECT'
            group by 1
            union all
            select format('%I.%I', table_schema, table_name), privilege_type
            from information_schema.table_privileges
            where grantee = 'crm_dashboard' and privilege_type in ('DELETE', 'TRUNCATE', 'TRIGGER')
            """,
        )
    assert {(one["name"], one["may"]) for one in written} == {
        ("activation.approvals", "INSERT"),
        ("activation.doubt_decisions", "INSERT"),
        ("activation.health_overrides", "INSERT"),
        ("activation.letters_to_oneself", "INSERT"),
        ("activation.occasions", "INSERT, UPDATE"),
        ("activation.opt_outs_heard", "INSERT"),
        ("activation.person_notes", "INSERT"),
        ("activation.privacy_requests", "INSERT"),
        ("activation.sending_letters", "INSERT"),
        ("activation.sending_previews", "INSERT"),
        ("activation.sendings", "INSERT, UPDATE"),
        ("activation.shown_sets", "INSERT"),
        ("activation.webhook_inbox", "INSERT"),
        ("dashboard.access_log", "INSERT"),
        ("dashboard.known_browsers", "INSERT"),
        ("dashboard.login_attempts", "INSERT, UPDATE"),
        ("dashboard.selections", "INSERT"),
        ("dashboard.selections", "DELETE"),
        ("dashboard.sessions", "INSERT"),
        ("dashboard.sessions", "DELETE"),
    }


def test_the_page_lets_other_machines_in_only_under_a_name(estate: Settings) -> None:
    with pytest.raises(ConfigurationError, match="DASHBOARD_URL"):
        place_of(estate, host="0.0.0.0")  # noqa: S104 - what is refused
    named = replace(estate, values={"DASHBOARD_URL": "https://lettres.example.org/"})
    assert place_of(named, host="0.0.0.0").is_secure  # noqa: S104
    for wrong in ({"DASHBOARD_URL": "lettres.example.org"}, {"DASHBOARD_PROXY": "nginx"}):
        with pytest.raises(ConfigurationError, match=next(iter(wrong))):
            place_of(replace(estate, values=wrong))
