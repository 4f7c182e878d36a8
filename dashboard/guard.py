"""What every request passes before a page is asked: from where it comes, how large, what leaves.

A write from another origin is refused, with or without a cookie, save where programs ask and no
cookie counts; answers carry the headers that
keep the page from being framed, scripted or kept by others.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.patience import Patient

LARGEST_BODY = 2_000_000  # bytes: the words of some 20,000 letters decided together
READS = ("GET", "HEAD", "OPTIONS")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "font-src 'none'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
A_YEAR_OF_TLS = "max-age=31536000"
ELSEWHERE = "Cette demande vient d'une autre page que celle-ci : elle est refusée, rien n'a changé."
TOO_LARGE = "Cette demande est trop grande : elle est refusée, rien n'a changé."
UNREADABLE = "Cette adresse ne se lit pas : rien n'a changé."


class Guard:
    """Wraps the application."""

    def __init__(
        self, app: ASGIApp, origins: Iterable[str], machines: tuple[str, ...], *, is_secure: bool
    ) -> None:
        """`origins`: the page's own addresses, as browsers name them; `is_secure`: behind TLS.

        `machines`: how addresses begin where programs ask, by a token each request carries.
        """
        self._app = app
        self._machines = machines
        self._origins = frozenset(origins)
        self._headers = dict(HEADERS)
        if is_secure:
            self._headers["Strict-Transport-Security"] = A_YEAR_OF_TLS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or have the application answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        outgoing = self._dressed(send)
        refused = self._refused(scope)
        if refused:
            await refused(scope, receive, outgoing)
            return
        await self._app(scope, _Bounded(Patient(receive)), outgoing)

    def _refused(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        # A database keeps no text with it, and no page has it in its address.
        if "\0" in scope["path"] or b"%00" in scope["query_string"]:
            return PlainTextResponse(UNREADABLE, 400)
        if scope["method"] not in READS and not self._is_own(scope["path"], headers):
            return PlainTextResponse(ELSEWHERE, 403)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            return PlainTextResponse(TOO_LARGE, 413)
        return None

    def _is_own(self, path: str, headers: Headers) -> bool:
        """Return whether a browser says, in one of its two ways, that the page itself asks.

        Who says neither is no browser that could carry somebody's cookie, or hides it: refused,
        save where no cookie counts.
        """
        origin = headers.get("origin")
        if headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return False
        if origin is None:
            return "sec-fetch-site" in headers or path.startswith(self._machines)
        return origin in self._origins

    def _dressed(self, send: Send) -> Send:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        return dressed


class _Bounded:
    """A body without a length, or longer than it said, ends here."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._left = LARGEST_BODY

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise HTTPException(413, TOO_LARGE)
        return message


def origin_of(url: str) -> str:
    """Return the origin of an address, as browsers name it: `https://lettres.example.org`."""
    parts = urlsplit(url)
    default = {"http": 80, "https": 443}.get(parts.scheme)
    port = "" if parts.port in (None, default) else f":{parts.port}"
    host = parts.hostname or ""
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}"
