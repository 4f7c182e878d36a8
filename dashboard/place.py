"""Where the page is found, and by whom: what the settings say of it."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from dashboard.guard import origin_of
from warehouse.errors import ConfigurationError
from warehouse.settings import Settings

HOST = "127.0.0.1"
PORT = 8710
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True)
class Place:
    """The address served, the one people type, and the proxies whose word is taken."""

    host: str
    port: int
    url: str
    proxies: tuple[str, ...]

    @property
    def is_secure(self) -> bool:
        """Return whether people reach the page through TLS."""
        return self.url.startswith("https://")

    @property
    def origins(self) -> list[str]:
        """Return the origins the page's own requests come from."""
        return [origin_of(self.url), *(f"http://{name}:{self.port}" for name in LOOPBACK)]

    @property
    def hosts(self) -> list[str]:
        """Return the names the page answers to."""
        return [urlsplit(self.url).hostname or "", *LOOPBACK[:2]]


def place_of(settings: Settings, host: str = HOST, port: int = PORT) -> Place:
    """Return where the page is to be found.

    Raises ConfigurationError when others are to reach it and nothing says under which address, or
    when DASHBOARD_URL or DASHBOARD_PROXY cannot be read.
    """
    url = (settings.get("DASHBOARD_URL") or "").rstrip("/")
    if url and (not url.startswith(("http://", "https://")) or not urlsplit(url).hostname):
        raise ConfigurationError(
            f"DASHBOARD_URL={url} is no address: write https://lettres.example.org, in .env"
        )
    if not url and host not in (*LOOPBACK, "::1"):
        raise ConfigurationError(
            f"--host {host} lets other machines in: say in .env under which address they find the "
            "page, DASHBOARD_URL=https://lettres.example.org"
        )
    return Place(host, port, url or f"http://{'localhost' if host == HOST else host}:{port}",
                 _proxies(settings))  # fmt: skip


def _proxies(settings: Settings) -> tuple[str, ...]:
    given = [one.strip() for one in (settings.get("DASHBOARD_PROXY") or "").split(",")]
    found = tuple(one for one in given if one)
    for one in found:
        try:
            ipaddress.ip_network(one, strict=False)
        except ValueError:
            raise ConfigurationError(
                f"DASHBOARD_PROXY={one} is no address: write 127.0.0.1 or 172.18.0.0/16, in .env"
            ) from None
    return found
