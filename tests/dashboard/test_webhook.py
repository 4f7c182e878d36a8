"""What Brevo posts to the page: kept as it came and answered first, however slow others are."""

import socket
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from dashboard import patience, webhook
from tests.support.asks import Answer, ask
from tests.support.page import Page, running_page
from warehouse.errors import ConfigurationError
from warehouse.rows import rows
from warehouse.settings import Settings

TOKEN = "t" * 20


def known(estate: Settings, token: str = TOKEN) -> Settings:
    return replace(estate, values=estate.values | {"BREVO_WEBHOOK_TOKEN": token})


@pytest.fixture
def told(conn: Connection, estate: Settings) -> Iterator[Page]:
    """The page of a house that Brevo tells what becomes of letters."""
    with running_page(known(estate)) as running:
        yield running


def post(page: Page, body: bytes = b"{}", token: str = TOKEN) -> Answer:
    return ask(page.url, "POST", webhook.PATH, body=body, Authorization=f"Bearer {token}")


def kept(conn: Connection) -> list[str]:
    found = rows(conn, "select body from activation.webhook_inbox order by inbox_id")
    conn.commit()
    return [str(one["body"]) for one in found]


def test_a_body_is_kept_as_it_came_for_whoever_has_the_token(told: Page, conn: Connection) -> None:
    assert post(told, token="x").status == 401
    assert ask(told.url, "POST", webhook.PATH, Cookie=f"session={told.token('Claire')}").status == (
        401
    )
    assert kept(conn) == []
    for body in (b'{"event": "delivered"}', b"{garbage \xff\x00", b""):
        assert post(told, body).status == 200
    assert kept(conn) == ['{"event": "delivered"}', "{garbage \ufffd", ""]
    assert post(told, b"x" * (webhook.LARGEST_BODY + 1)).status == 413


def test_what_cannot_be_kept_now_is_to_come_again(told: Page, conn: Connection) -> None:
    with conn.cursor() as cursor:
        cursor.execute("lock table activation.webhook_inbox in access exclusive mode")
        began = time.monotonic()
        assert post(told).status == 429
        assert time.monotonic() - began < 10  # the page waits five seconds for a lock
    conn.rollback()
    assert post(told).status == 200


def test_nothing_is_there_without_a_token_and_a_short_one_is_refused(
    page: Page, estate: Settings
) -> None:
    assert post(page).status == 404
    with (
        pytest.raises(ConfigurationError, match="BREVO_WEBHOOK_TOKEN"),
        running_page(known(estate, "court")),
    ):
        pass


def test_slow_callers_hold_nothing_for_long(
    told: Page, conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "HEADERS", 0.8)
    monkeypatch.setattr(patience, "BODY", 2)
    host, port = told.url.removeprefix("http://").split(":")
    slow_lines = [socket.create_connection((host, int(port))) for _ in range(20)]
    slow_bodies = [socket.create_connection((host, int(port))) for _ in range(20)]
    slow_forms = [socket.create_connection((host, int(port))) for _ in range(20)]
    for one in slow_lines:
        one.sendall(b"POST / HTTP/1.1\r\n")
    for one in slow_forms:  # of somebody logged in: none holds a connection to the database
        one.sendall(
            f"POST /lettres/decider HTTP/1.1\r\nHost: {host}\r\nOrigin: {told.url}\r\n"
            f"Cookie: session={told.token('Claire')}\r\nContent-Length: 900\r\n\r\na".encode()
        )
    for one in slow_bodies:
        one.sendall(
            f"POST {webhook.PATH} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {TOKEN}\r\n"
            "Content-Length: 900\r\n\r\n{".encode()
        )
    began = time.monotonic()
    assert post(told).status == 200  # nobody else waits for them
    assert ask(told.url, path="/aide", Cookie=f"session={told.token('Claire')}").status == 200
    assert time.monotonic() - began < patience.BODY
    until = began + 2.4
    while time.monotonic() < until:  # a byte in time for any timeout between two bytes
        for one in (*slow_lines, *slow_bodies, *slow_forms):
            try:
                one.sendall(b"x")
            except OSError:
                continue
        time.sleep(0.2)
    for one in (*slow_bodies, *slow_forms):
        one.settimeout(5)
        assert b" 408 " in one.recv(65536).partition(b"\r\n")[0]
    for one in slow_lines:
        one.settimeout(5)
        try:
            assert one.recv(1) == b""
        except ConnectionError:
            continue
    for one in (*slow_lines, *slow_bodies, *slow_forms):
        one.close()
    assert kept(conn) == ["{}"]
