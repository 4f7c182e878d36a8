"""The stand-in itself: a small server on this machine that answers as Brevo does, sending nothing.

Only the demonstration reaches it, and only where there is no key of Brevo's: the house on the
samples, in a database of its own.
"""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from activation.demo.kept import Kept
from activation.letters.sender_identity import DEMO
from activation.letters.templates import LetterTemplate, render
from warehouse.settings import Settings

KEY = "demonstration"
CREDITS = 9000
Answer = tuple[int, Any]
_MISSING: Answer = (404, {"code": "document_not_found", "message": "not kept here"})


def is_demonstration(settings: Settings) -> bool:
    """Return whether letters are to be kept to look at: on the samples, and without a key."""
    return settings.is_demo and not settings.get("BREVO_API_KEY")


@contextmanager
def standing_in(settings: Settings, kept: Kept) -> Iterator[Settings]:
    """Answer in Brevo's place for the block; give the settings that lead here and nowhere else."""
    if not is_demonstration(settings):
        raise ValueError("only the demonstration has a stand-in")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(Account(kept)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True)
    thread.start()
    try:
        yield replace(
            settings,
            brevo_api_key=KEY,
            brevo_base_url=f"http://127.0.0.1:{server.server_address[1]}",
            brevo_sender_email=DEMO.sender_email,
        )
    finally:
        server.shutdown()
        server.server_close()


class Account:
    """An account of nobody: it knows templates, folders and the letters that were to leave."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._keys = {one["headers"]["idempotencyKey"] for one in kept.all("mail").values()}
        self._lock = threading.Lock()

    def answer(self, call: str, query: dict[str, str], body: dict[str, Any]) -> Answer:
        """Answer one call, `METHOD /path`."""
        with self._lock:
            for pattern, act in _ROUTES:
                if found := re.fullmatch(pattern, call):
                    return act(self, query, body, *map(int, found.groups()))
        return _MISSING

    def account(self, *_: object) -> Answer:
        """Tell of credits that cost nothing."""
        left = CREDITS - len(self._kept.all("mail"))
        return 200, {"relay": {"enabled": True}, "plan": [{"type": "demo", "credits": left}]}

    def senders(self, *_: object) -> Answer:
        """Know the made-up estate."""
        return 200, {"senders": [{"id": 1, "email": DEMO.sender_email, "active": True}]}

    def send(self, _: dict[str, str], body: dict[str, Any]) -> Answer:
        """Keep a letter, once for each key."""
        key = body["headers"]["idempotencyKey"]
        if key in self._keys:
            return 400, {"code": "duplicate_parameter", "message": "Request already processed"}
        self._keys.add(key)
        number = self._kept.add("mail", {**body, "at": datetime.now(UTC).isoformat()})
        return 201, {"messageId": _message_id(number)}

    def sent(self, query: dict[str, str], _: dict[str, Any]) -> Answer:
        """Tell what was kept for an address."""
        found = [
            {
                "email": query.get("email"), "messageId": _message_id(number), "date": mail["at"],
                "tags": mail["tags"], "templateId": mail.get("templateId"),
            }
            for number, mail in self._kept.all("mail").items()
            if mail["to"][0]["email"] == query.get("email")
        ]  # fmt: skip
        return 200, {"count": len(found), "transactionalEmails": _page(found, query)}

    def forget(self, _: dict[str, str], __: dict[str, Any], number: int) -> Answer:
        """Keep a letter no longer: the person it was for is erased."""
        self._kept.drop("mail", number)
        return 204, None

    def templates(self, query: dict[str, str], _: dict[str, Any]) -> Answer:
        """List the templates."""
        found = list(self._kept.all("template").values())
        return 200, {"count": len(found), "templates": _page(found, query)}

    def add_template(self, _: dict[str, str], body: dict[str, Any]) -> Answer:
        """Keep a template."""
        return 201, {"id": self._kept.add("template", {**body, "name": body["templateName"]})}

    def one_template(self, _: dict[str, str], __: dict[str, Any], number: int) -> Answer:
        """Show a template."""
        found = self._kept.all("template").get(number)
        return (200, found) if found else _MISSING

    def change_template(self, _: dict[str, str], body: dict[str, Any], number: int) -> Answer:
        """Change a template."""
        found = self._kept.all("template").get(number)
        if not found:
            return _MISSING
        self._kept.put("template", number, {**found, **body})
        return 204, None

    def preview(self, _: dict[str, str], body: dict[str, Any]) -> Answer:
        """Fill a template."""
        found = self._kept.all("template").get(int(body["templateId"]))
        if not found:
            return _MISSING
        template = LetterTemplate("", found["subject"], found["htmlContent"], "")
        letter = render(template, body["params"])
        return 200, {"subject": letter.subject, "html": letter.html}

    def folders(self, query: dict[str, str], _: dict[str, Any]) -> Answer:
        """List the folders of contacts."""
        found = list(self._kept.all("folder").values())
        return 200, {"count": len(found), "folders": _page(found, query)}

    def add_folder(self, _: dict[str, str], body: dict[str, Any]) -> Answer:
        """Keep a folder of contacts."""
        return 201, {"id": self._kept.add("folder", body)}

    def rename_folder(self, _: dict[str, str], body: dict[str, Any], number: int) -> Answer:
        """Rename a folder of contacts."""
        self._kept.put("folder", number, body)
        return 204, None


def _message_id(number: int) -> str:
    return f"<{number}@demonstration.invalid>"


def _page(found: list[Any], query: dict[str, str]) -> list[Any]:
    start = int(query.get("offset", 0))
    return found[start : start + int(query.get("limit", 50))]


_ROUTES: tuple[tuple[str, Callable[..., Answer]], ...] = (
    (r"GET /account", Account.account),
    (r"GET /senders", Account.senders),
    (r"POST /smtp/email", Account.send),
    (r"GET /smtp/emails", Account.sent),
    (r"DELETE /smtp/log/<(\d+)@demonstration\.invalid>", Account.forget),
    (r"GET /smtp/templates", Account.templates),
    (r"POST /smtp/templates", Account.add_template),
    (r"GET /smtp/templates/(\d+)", Account.one_template),
    (r"PUT /smtp/templates/(\d+)", Account.change_template),
    (r"POST /smtp/template/preview", Account.preview),
    (r"GET /contacts/folders", Account.folders),
    (r"POST /contacts/folders", Account.add_folder),
    (r"PUT /contacts/folders/(\d+)", Account.rename_folder),
    # Nobody has said no, or clicked: nobody has received anything.
    (r"GET /smtp/statistics/events", lambda *_: (200, {})),
    (r"GET /smtp/blockedContacts", lambda *_: (200, {"count": 0, "contacts": []})),
    (r"GET /contacts", lambda *_: (200, {"count": 0, "contacts": []})),
)


def _handler(account: Account) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def serve(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("content-length") or 0)
            body = json.loads(self.rfile.read(length)) if length else {}
            answer: Answer = (401, {"code": "unauthorized", "message": "not the demonstration"})
            if self.headers.get("api-key") == KEY:
                call = f"{self.command} {unquote(parts.path)}"
                answer = account.answer(call, dict(parse_qsl(parts.query)), body)
            self.reply(*answer)

        do_GET = do_POST = do_PUT = do_DELETE = serve  # noqa: N815

        def reply(self, status: int, document: object) -> None:
            content = b"" if document is None else json.dumps(document).encode()
            self.send_response_only(status)
            self.send_header("date", format_datetime(datetime.now(UTC), usegmt=True))
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
