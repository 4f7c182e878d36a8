"""nginx as it ships, on ports of its own, and an authority beside it: Pebble, on loopback."""

import contextlib
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from warehouse.settings import ROOT

DOMAIN = "localhost"  # a name that needs no server of names
DAY = 86_400
SERVICE = ROOT / "deploy" / "certificates.sh"
CERTBOT = Path(sys.prefix) / "bin" / "certbot"
CLOCK = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
LACKING = [
    name
    for name, found in (
        ("nginx", NGINX),
        ("pebble", shutil.which("pebble")),
        ("libfaketime", CLOCK),
        ("certbot", CERTBOT.exists()),
    )
    if not found
]


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        taken = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in taken:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in taken]


@dataclass(frozen=True)
class Proxy:
    """nginx as it ships but for its places, its ports and where the page is."""

    place: Path
    page: str = "http://127.0.0.1:9"
    http: int = 8080
    https: int = 8443

    @property
    def certificates(self) -> Path:
        return self.place / "certificates"

    def command(self, *arguments: str) -> list[str]:
        """Write the configuration; return what starts nginx on it, in the foreground."""
        folder = self.place / "conf.d"
        folder.mkdir(exist_ok=True)
        changed = {
            "/tmp/": f"{self.place}/",  # noqa: S108 - where the container may write
            "/certificates": str(self.certificates),
            "listen 8080": f"listen 127.0.0.1:{self.http}",
            "listen 8443": f"listen 127.0.0.1:{self.https}",
            "http://dashboard:8710": self.page,
            "${DOMAIN}": DOMAIN,
        }
        names = {"nginx.conf": self.place, "page.conf.template": folder}
        for name, to in names.items():
            text = (ROOT / "deploy" / "nginx" / name).read_text(encoding="utf-8")
            for before, after in changed.items():
                text = text.replace(before, after)
            (to / name.removesuffix(".template")).write_text(text, encoding="utf-8")
        # Alone in its container it is nobody special; root's worker could not read root's keys.
        said = "daemon off; user root;" if os.geteuid() == 0 else "daemon off;"
        return [str(NGINX), "-c", str(self.place / "nginx.conf"), "-g", said, *arguments]

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        with _program(self.command(), self.place / "nginx.log"):
            _wait_for(self.http)
            yield


@dataclass(frozen=True)
class Authority:
    """Pebble, whose certificates live for so many days."""

    place: Path
    proxy: Proxy
    days: int
    port: int
    manager: int

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        key, certificate = self.place / "key.pem", self.place / "certificate.pem"
        if not key.exists():
            subprocess.run(
                ["/usr/bin/openssl", "req", "-x509", "-newkey", "ec",
                 "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3650",
                 "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                 "-keyout", str(key), "-out", str(certificate)],
                check=True, capture_output=True,
            )  # fmt: skip
        settings = {
            "listenAddress": f"127.0.0.1:{self.port}",
            "managementListenAddress": f"127.0.0.1:{self.manager}",
            "certificate": str(certificate),
            "privateKey": str(key),
            "httpPort": self.proxy.http,
            "tlsPort": self.proxy.https,
            "certificateValidityPeriod": self.days * DAY,
        }
        (self.place / "pebble.json").write_text(json.dumps({"pebble": settings}), encoding="utf-8")
        hurried = {
            "PEBBLE_VA_NOSLEEP": "1",
            "PEBBLE_AUTHZREUSE": "0",
            "PEBBLE_WFE_NONCEREJECT": "0",
        }
        command = ["pebble", "-config", str(self.place / "pebble.json")]
        with _program(command, self.place / "pebble.log", **hurried):
            _wait_for(self.port)
            _wait_for(self.manager)
            yield

    def root(self) -> Path:
        """Return the file of the root its certificates go back to, made anew at each start."""
        known = ssl.create_default_context(cafile=str(self.place / "certificate.pem"))
        address = f"https://localhost:{self.manager}/roots/0"
        with urllib.request.urlopen(address, context=known) as answer:
            (self.place / "root.pem").write_bytes(answer.read())
        return self.place / "root.pem"

    def look(self, after_days: float = 0) -> subprocess.CompletedProcess[str]:
        """Let the service look once, on a clock so many days ahead."""
        ahead = {"LD_PRELOAD": str(CLOCK), "FAKETIME": f"+{after_days}d"} if after_days else {}
        return subprocess.run(
            [SERVICE, "once"],
            env=self._settings(ahead),
            capture_output=True,
            text=True,
            check=False,
        )

    def first_look(self) -> int:
        """Start the service, stop it once it has looked; return its exit code."""
        looked = self.proxy.certificates / "looked"
        with (self.place / "service.log").open("wb") as log:
            service = subprocess.Popen([SERVICE], env=self._settings({}), stdout=log, stderr=log)
            while not looked.exists() and service.poll() is None:
                time.sleep(0.02)
            service.terminate()
            return service.wait()

    def _settings(self, more: dict[str, str]) -> dict[str, str]:
        return {
            "PATH": f"{CERTBOT.parent}:{os.environ['PATH']}",
            "TMPDIR": str(self.place),
            "CERTIFICATES": str(self.proxy.certificates),
            "DOMAIN": DOMAIN,
            "ACME_MAIL": "odile@example.org",
            "ACME_DIRECTORY": f"https://localhost:{self.port}/dir",
            "REQUESTS_CA_BUNDLE": str(self.place / "certificate.pem"),
            **more,
        }


@contextlib.contextmanager
def _program(command: list[str], log: Path, **environment: str) -> Iterator[None]:
    with log.open("ab") as output:
        program = subprocess.Popen(
            command, stdout=output, stderr=output, env={**os.environ, **environment}
        )
        try:
            yield
        finally:
            program.terminate()
            program.wait()


def _wait_for(port: int) -> None:
    for _ in range(1000):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.02)
    raise AssertionError(f"nobody listens on {port}")
