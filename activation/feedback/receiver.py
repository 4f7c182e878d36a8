"""A small receiver for Brevo's webhook: keep the body, answer 200, think later.

Brevo gives up for good on any error but 429, so whatever goes wrong here is answered
429; reading the event log stays the source of truth in any case. Whoever can reach the
port can hold neither a thread nor a connection for longer than DEADLINE, and no more than
MOST_AT_ONCE of them.
"""

import contextlib
import hmac
import io
import re
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import psycopg2

from warehouse.database import connect
from warehouse.errors import ConfigurationError, ProductError
from warehouse.rows import execute, transaction
from warehouse.settings import Settings

TOKEN_NAME = "BREVO_WEBHOOK_TOKEN"  # noqa: S105 - the name of the setting, not its value
LARGEST_BODY = 1_000_000
SHORTEST_TOKEN = 16
DEADLINE = 10.0  # seconds a request has to arrive in, header and body
MOST_AT_ONCE = 8  # requests; each may hold a thread and a connection
BUSY = b"HTTP/1.0 429 Too Many Requests\r\ncontent-length: 0\r\n\r\n"


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
        def setup(self) -> None:
            super().setup()
            self.rfile = io.BufferedReader(_UntilDeadline(self.connection))

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

    return _BoundedServer((host, port), Receiver)


class _BoundedServer(ThreadingHTTPServer):
    """Works on MOST_AT_ONCE requests; any other is told at once to come again."""

    def __init__(self, *arguments: Any) -> None:  # noqa: ANN401 - http.server's own
        super().__init__(*arguments)
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        if self._places.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            with contextlib.suppress(OSError):
                request.settimeout(0.1)
                request.sendall(BUSY)
                request.recv(65536)  # closed with something unread, the answer would be lost
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()


class _UntilDeadline(io.RawIOBase):
    """Reads a connection until DEADLINE seconds after it was accepted, however slowly it talks."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._end = time.monotonic() + DEADLINE

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any writable buffer
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        return self._connection.recv_into(buffer)


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
