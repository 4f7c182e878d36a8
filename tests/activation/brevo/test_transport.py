"""Over TLS too, a call ends at its deadline, and it is known whether anything left."""

import contextlib
import shutil
import socketserver
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from activation.brevo.transport import NoAnswerError, exchange, new_session

OPENSSL = shutil.which("openssl")
pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(OPENSSL is None, reason="openssl makes the key"),
]


class Dripping(BaseHTTPRequestHandler):
    """Answers at once, or one byte at a time for ever."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        for _ in range(1000 if self.path == "/drip" else 0):
            try:
                self.connection.sendall(b"H")
            except OSError:
                return
            time.sleep(0.05)
        self.send_response(200)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """An address that speaks TLS, and the file of its certificate."""
    key, certificate = str(tmp_path / "key.pem"), str(tmp_path / "certificate.pem")
    subprocess.run(
        [str(OPENSSL), "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key, "-out",
         certificate, "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    server = ThreadingHTTPServer(("127.0.0.1", 0), Dripping)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"https://localhost:{server.server_address[1]}", certificate
    server.shutdown()
    server.server_close()


def test_an_untrusted_certificate_lets_nothing_leave(secure: tuple[str, str]) -> None:
    with pytest.raises(NoAnswerError) as refused:
        exchange(new_session(None), requests.Request("GET", secure[0]), 2.0)
    assert not refused.value.has_left


def test_a_dripping_answer_ends_at_the_deadline(secure: tuple[str, str]) -> None:
    session = new_session(None)
    session.verify = secure[1]
    assert exchange(session, requests.Request("GET", secure[0]), 2.0)[1] == b"{}"
    with pytest.raises(NoAnswerError, match="deadline") as late:
        exchange(session, requests.Request("GET", secure[0] + "/drip"), 0.5)
    assert late.value.has_left


class Slow(socketserver.BaseRequestHandler):
    """Speaks neither HTTP nor TLS: drips, or refuses as a proxy does."""

    def handle(self) -> None:
        if self.request.recv(1) == b"C":  # CONNECT
            self.request.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
            return
        with contextlib.suppress(OSError):
            for byte in b"\x16\x03\x03\x3f\xff" + b"z" * 1000:
                self.request.sendall(bytes([byte]))
                time.sleep(0.05)


@pytest.fixture
def slow() -> Iterator[str]:
    """The host and port of a server that does so."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Slow) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_a_dripping_handshake_ends_at_the_deadline_and_nothing_left(slow: str) -> None:
    with pytest.raises(NoAnswerError, match="deadline") as late:
        exchange(new_session(None), requests.Request("GET", f"https://{slow}"), 0.5)
    assert not late.value.has_left


def test_a_proxy_that_refuses_lets_nothing_leave(slow: str) -> None:
    session = new_session(f"http://{slow}")
    with pytest.raises(NoAnswerError) as refused:
        exchange(session, requests.Request("POST", "https://api.example.org/v3"), 2.0)
    assert not refused.value.has_left


def test_the_environment_and_netrc_have_no_say(
    secure: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    session = new_session(None)
    session.verify = secure[1]
    assert exchange(session, requests.Request("GET", secure[0]), 2.0)[1] == b"{}"
