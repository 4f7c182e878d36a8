"""A small receiver for Brevo's webhook: keep the body, answer 200, think later.

Brevo gives up for good on any refusal but 429, so whatever goes wrong here is answered
429; reading the event log stays the source of truth in any case.
"""

import hmac
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psycopg2

from warehouse.database import connect
from warehouse.errors import ConfigurationError, ProductError
from warehouse.rows import execute, transaction
from warehouse.settings import Settings

TOKEN_NAME = "BREVO_WEBHOOK_TOKEN"  # noqa: S105 - the name of the setting, not its value
LARGEST_BODY = 1_000_000
SHORTEST_TOKEN = 16


def require_token(settings: Settings) -> str:
    """Return BREVO_WEBHOOK_TOKEN; raise ConfigurationError when it is missing or short."""
    token = settings.get(TOKEN_NAME) or ""
    if len(token) < SHORTEST_TOKEN:
        raise ConfigurationError(
            f"{TOKEN_NAME} must hold at least {SHORTEST_TOKEN} characters: put a random one in "
            ".env, then `activation doctor --fix` gives it to Brevo's webhook"
        )
    return token


def make_server(settings: Settings, host: str, port: int) -> ThreadingHTTPServer:
    """Return a server that accepts POSTs bearing BREVO_WEBHOOK_TOKEN.

    Raises ConfigurationError when the token is missing or short.
    """
    token = require_token(settings)

    class Receiver(BaseHTTPRequestHandler):
        timeout = 10

        def do_POST(self) -> None:
            given = self.headers.get("authorization", "")
            if not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
                self._answer(401)
                return
            length = self.headers.get("content-length", "")
            if not re.fullmatch("[0-9]{1,9}", length) or int(length) > LARGEST_BODY:
                self._answer(413)
                return
            body = self.rfile.read(int(length)).decode("utf-8", "replace").replace("\x00", "")
            self._answer(200 if _keep(settings, body) else 429)

        def _answer(self, status: int) -> None:
            self.send_response(status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Log nothing: requests carry addresses."""

    return ThreadingHTTPServer((host, port), Receiver)


def _keep(settings: Settings, body: str) -> bool:
    try:
        conn = connect(settings, application_name="activation webhook")
        try:
            with transaction(conn):
                execute(conn, "insert into activation.webhook_inbox (body) values (%s)", (body,))
        finally:
            conn.close()
    except (psycopg2.Error, ProductError):
        return False
    return True
