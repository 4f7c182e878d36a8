"""Plain requests to a page, as a program makes them: no browser, no cookie nobody gave."""

import http.client
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    cookies: list[str]
    body: bytes

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode("utf-8", "replace")

    def cookie(self, name: str) -> str:
        """Return the value a cookie was given, or nothing."""
        found = [one for one in self.cookies if one.startswith(f"{name}=")]
        return found[0].partition("=")[2].partition(";")[0] if found else ""


def ask(
    url: str, method: str = "GET", path: str = "/", form: dict[str, str] | None = None,
    body: bytes | None = None, source: str = "127.0.0.1", **headers: str,
) -> Answer:  # fmt: skip
    """Ask once, following nothing; `source`: the address asked from, `headers` with _ for -."""
    parts = urlsplit(url)
    asked = http.client.HTTPConnection(
        parts.hostname or "", parts.port, timeout=20, source_address=(source, 0)
    )
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    if form is not None:
        body = urlencode(form).encode()
        given.setdefault("Content-Type", "application/x-www-form-urlencoded")
    asked.request(method, path, body=body, headers=given)
    answer = asked.getresponse()
    found = Answer(
        answer.status,
        {name.lower(): value for name, value in answer.getheaders()},
        [value for name, value in answer.getheaders() if name.lower() == "set-cookie"],
        answer.read(),
    )
    asked.close()
    return found
