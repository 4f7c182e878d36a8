"""The page's certificate: issued, renewed, served without a restart; an authority that fails.

nginx, certbot and its script as they ship, before Pebble, the authority's own test server.
"""

import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.client import HTTPSConnection
from pathlib import Path

import pytest

from deploy.unattended import watch
from tests.support.page import running_page
from tests.support.tls import DOMAIN, LACKING, NGINX, Authority, Proxy, free_ports
from warehouse.settings import Settings

pytestmark = pytest.mark.processes
IN_FULL = pytest.mark.skipif(bool(LACKING), reason=f"not here: {', '.join(LACKING)}")


@pytest.mark.skipif(NGINX is None, reason="not here: nginx")
def test_nginx_finds_nothing_to_say_of_its_configuration(tmp_path: Path) -> None:
    done = subprocess.run(
        Proxy(tmp_path).command("-t"), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr


@contextmanager
def served(settings: Settings, place: Path) -> Iterator[Proxy]:
    """Serve the page behind nginx, which has no certificate yet."""
    http, https = free_ports(2)
    named = {"DASHBOARD_URL": f"https://{DOMAIN}:{https}", "DASHBOARD_PROXY": "127.0.0.1"}
    with running_page(replace(settings, values={**settings.values, **named})) as page:
        proxy = Proxy(place, page.url, http, https)
        with proxy.running():
            yield proxy


def serial(proxy: Proxy) -> int:
    """Return the number of the certificate that a new handshake shows."""
    return int(_certificate(proxy)["serialNumber"], 16)


def _certificate(proxy: Proxy) -> dict[str, str]:
    with closing(HTTPSConnection(DOMAIN, proxy.https, timeout=10)) as found:
        found.connect()
        return found.sock.getpeercert()  # type: ignore[return-value,no-any-return]


def asked(proxy: Proxy, path: str) -> tuple[int, dict[str, str]]:
    with closing(HTTPSConnection(DOMAIN, proxy.https, timeout=10)) as found:
        found.request("GET", path)
        answer = found.getresponse()
        return answer.status, {name.lower(): text for name, text in answer.getheaders()}


def incidents(proxy: Proxy, after_days: float = 0) -> list[str]:
    now = datetime.now(UTC) + timedelta(days=after_days)
    return [one.what for one in watch.certificate(f"https://{DOMAIN}:{proxy.https}", now)]


@IN_FULL
@pytest.mark.parametrize("days", [90, 64, 45])
def test_a_certificate_is_issued_then_renewed_at_two_thirds_of_its_life_and_served_at_once(
    days: int, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(settings, tmp_path) as proxy:
        assert incidents(proxy) == ["certificate"]
        authority = Authority(tmp_path, proxy, days, *free_ports(2))
        with authority.running():
            monkeypatch.setenv("SSL_CERT_FILE", str(authority.root()))
            assert authority.first_look() == 0
            first = serial(proxy)
            assert incidents(proxy) == []

            status, headers = asked(proxy, "/connexion")
            assert (status, headers["strict-transport-security"]) == (200, "max-age=31536000")
            assert asked(proxy, "/metrics")[0] == 404

            assert authority.look(after_days=days * 2 / 3 - 1).returncode == 0
            assert serial(proxy) == first
            assert authority.look(after_days=days * 2 / 3 + 1).returncode == 0
            second = serial(proxy)
            assert second != first

        # The authority is out: the page is served as before, until the owner is written to.
        failed = authority.look(after_days=days * 0.7)
        assert failed.returncode != 0
        assert serial(proxy) == second
        assert incidents(proxy, days * 0.74) == []
        assert incidents(proxy, days * 0.76) == ["certificate"]

        # It is back, as one that knows neither account nor order: refused, the old one stays.
        with authority.running():
            assert authority.look(after_days=days * 0.7).returncode != 0
            assert serial(proxy) == second
