"""A stand-in for Brevo over real HTTP, with a memory and with faults on cue.

`python tests/support/brevo/standin.py --latency 5` serves one on a free port and
prints its address (used by the benchmark); tests start it in a thread.
"""

import argparse
import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

if __name__ == "__main__":
    import sys

    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from tests.support.brevo.state import BrevoState

KEY = "xkeysib-of-the-stand-in"


@dataclass
class Fault:
    """One thing that goes wrong, `times` times, on calls starting with `on`.

    Kinds that do not act: status, says (`status` and `says`, whatever that is), gateway (a page
    of HTML), throttle, drop_before, hang_before, redirect.
    Kinds that act first, then: after (status), gateway_after (HTML), drop_after, truncate,
    garbage, drip, hang, empty.
    """

    on: str
    kind: str
    status: int = 500
    code: str = ""
    says: Any = None
    reset: str = "1"
    times: int = 1
    skip: int = 0


@dataclass
class Standin:
    """A running stand-in: its memory, its faults, every call it saw."""

    state: BrevoState = field(default_factory=BrevoState)
    latency: float = 0.0
    date_skew: timedelta = timedelta()
    faults: list[Fault] = field(default_factory=list)
    calls: list[tuple[str, str, dict[str, str], Any]] = field(default_factory=list)
    keeps_calls: bool = True
    after_act: Callable[[], None] | None = None
    lock: threading.RLock = field(default_factory=threading.RLock)
    url: str = ""

    def cue(self, on: str, kind: str, **more: Any) -> None:
        """Make the next matching call(s) go wrong."""
        self.faults.append(Fault(on, kind, **more))

    def due(self, call: str) -> Fault | None:
        """Take the fault that now applies to `METHOD /path`, if any."""
        with self.lock:
            for fault in self.faults:
                if call.startswith(fault.on) and fault.times > 0:
                    if fault.skip > 0:
                        fault.skip -= 1
                        continue
                    fault.times -= 1
                    return fault
        return None

    def count(self, call: str) -> int:
        """Return how many calls `METHOD /path…` were seen."""
        return sum(f"{method} {path}".startswith(call) for method, path, _, _ in self.calls)

    @contextlib.contextmanager
    def running(self, port: int = 0) -> Any:
        """Serve until the block ends."""
        server = _Server(("127.0.0.1", port), _handler(self))
        self.url = f"http://127.0.0.1:{server.server_address[1]}/v3"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, *_: Any) -> None:
        """Clients that die are part of the play."""


def _handler(standin: Standin) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, *_: Any) -> None:
            """Stay silent."""

        def serve(self) -> None:
            parts = urlsplit(self.path)
            path, query = parts.path.removeprefix("/v3"), dict(parse_qsl(parts.query))
            length = int(self.headers.get("content-length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            call = f"{self.command} {path}"
            with standin.lock:
                if standin.keeps_calls:
                    standin.calls.append((self.command, path, query, body))
            fault = standin.due(call)
            if standin.latency:
                time.sleep(standin.latency)
            if fault and self.fail_before(fault):
                return
            status, document = self.act(path, query, body)
            if standin.after_act and call == "POST /smtp/email":
                standin.after_act()
            if fault:
                self.fail_after(fault, status, document)
            else:
                self.reply(status, document)

        do_GET = do_POST = do_PUT = do_DELETE = serve  # noqa: N815

        def act(self, path: str, query: dict[str, str], body: Any) -> tuple[int, Any]:
            if self.headers.get("api-key") != KEY:
                return 401, {"code": "unauthorized", "message": "Key not found"}
            with standin.lock:
                return standin.state.handle(self.command, path, query, body)

        def fail_before(self, fault: Fault) -> bool:
            if fault.kind == "status":
                document = {"code": fault.code, "message": "on cue"}
                self.reply(fault.status, document, reset=fault.reset)
            elif fault.kind == "says":
                self.reply(fault.status, fault.says, reset=fault.reset)
            elif fault.kind == "gateway":
                self.reply_bytes(fault.status, b"<html>Bad request</html>")
            elif fault.kind == "throttle":
                self.reply(429, {"message": "slow down"}, remaining="0", reset=fault.reset)
            elif fault.kind == "redirect":
                self.reply(302, None, location=fault.code or f"{standin.url}/elsewhere")
            elif fault.kind == "drop_before":
                self.drop()
            elif fault.kind == "hang_before":
                self.hang()
            else:
                return False
            return True

        def fail_after(self, fault: Fault, status: int, document: Any) -> None:
            content = json.dumps(document).encode()
            if fault.kind == "gateway_after":
                self.reply_bytes(fault.status, b"<html>Bad request</html>")
            elif fault.kind == "after":
                self.reply(fault.status, {"code": fault.code, "message": "on cue"})
            elif fault.kind == "drop_after":
                self.drop()
            elif fault.kind == "hang":
                self.hang()
            elif fault.kind == "garbage":
                self.reply_bytes(status, b"<html>all is well</html>")
            elif fault.kind == "empty":
                self.reply_bytes(status, b"")
            elif fault.kind == "truncate":
                self.reply_bytes(status, content[: len(content) // 2], length=len(content))
                self.drop()
            elif fault.kind == "drip":
                self.drip(b"HTTP/1.1 201 Created\r\nx-slow: " + b"z" * 4000)

        def reply(self, status: int, document: Any, **headers: str) -> None:
            empty = document is None or status == 204
            self.reply_bytes(status, b"" if empty else json.dumps(document).encode(), **headers)

        def reply_bytes(self, status: int, content: bytes, length: int = -1, **more: str) -> None:
            now = standin.state.now() + standin.date_skew
            lines = [
                f"HTTP/1.1 {status} .",
                f"date: {format_datetime(now, usegmt=True)}",
                f"content-length: {len(content) if length < 0 else length}",
                "content-type: application/json",
                "x-sib-ratelimit-limit: 1000",
                f"x-sib-ratelimit-remaining: {more.pop('remaining', '900')}",
                f"x-sib-ratelimit-reset: {more.pop('reset', '1')}",
                *(f"{name}: {text}" for name, text in more.items()),
            ]
            self.wfile.write("\r\n".join(lines).encode() + b"\r\n\r\n" + content)

        def drop(self) -> None:
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)

        def hang(self) -> None:
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.connection.recv(1)

        def drip(self, content: bytes) -> None:
            self.close_connection = True
            with contextlib.suppress(OSError):
                for byte in content:
                    self.connection.sendall(bytes([byte]))
                    time.sleep(0.05)

    return Handler


def main() -> None:
    """Serve until the standard input closes; print what was received at the end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--latency", type=float, default=0.0, help="milliseconds per answer")
    arguments = parser.parse_args()
    standin = Standin(latency=arguments.latency / 1000, keeps_calls=False)
    standin.state.templates[1] = {"id": 1, "subject": "Vos vins", "htmlContent": "…"}
    with standin.running():
        print(standin.url, flush=True)
        sys.stdin.read()
    keys = {mail["headers"]["idempotencyKey"] for mail in standin.state.mails}
    report = {"mails": len(standin.state.mails), "keys": len(keys)}
    print(json.dumps({**report, "violations": standin.state.violations[:5]}), flush=True)


if __name__ == "__main__":
    main()
