"""What the stand-in for Brevo remembers, and how each call changes it.

It behaves like the real service where that hurts: an idempotency key is known for 30
minutes, two opt-out lists ignore each other, unknown attributes and values of the wrong
type vanish without a word, empty answers lack their key, a repeated name makes a second
list.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
from jinja2 import Environment

from tests.support.brevo.book import ContactBook, Reply, page

SCHEMAS = json.loads((Path(__file__).parent / "requests.json").read_text())
VALIDATORS = {name: jsonschema.Draft202012Validator(schema) for name, schema in SCHEMAS.items()}
IDEMPOTENCY_WINDOW = timedelta(minutes=30)


@dataclass
class BrevoState(ContactBook):
    """One account. `ahead` moves its clock; `violations` lists requests no schema allows."""

    credits: int = 1_000_000
    relay: bool = True
    sender: str = "domaine@example.org"
    templates: dict[int, dict[str, Any]] = field(default_factory=dict)
    blocked: list[dict[str, Any]] = field(default_factory=list)
    mails: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    webhooks: list[dict[str, Any]] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    is_log_late: bool = False
    _keys: dict[str, datetime] = field(default_factory=dict)

    def handle(self, method: str, path: str, query: dict[str, str], body: Any) -> Reply:
        """Act on one authorised call; return its status and JSON document."""
        name = f"{method} {re.sub(r'/(normal|transactional)/[A-Z0-9_]+$', '', path)}"
        if name in VALIDATORS and (error := next(VALIDATORS[name].iter_errors(body), None)):
            self.violations.append(f"{name}: {error.message}")
            return 400, {"code": "invalid_parameter", "message": error.message}
        for pattern, action in ROUTES:
            if found := re.fullmatch(pattern, f"{method} {path}"):
                return action(self, query, body, *map(unquote, found.groups()))
        return 404, {"code": "document_not_found", "message": f"no route {method} {path}"}

    def forget_keys(self) -> None:
        """Let every idempotency key grow too old."""
        self._keys.clear()

    # ---- letters

    def send(self, _query: dict[str, str], body: Any) -> Reply:
        # A letter is a template filled, or written whole.
        if "templateId" in body and body["templateId"] not in self.templates:
            return 404, {"code": "document_not_found", "message": "Template does not exist"}
        if self.credits <= 0:
            return 402, {"code": "not_enough_credits", "message": "Insufficient credits"}
        key = body["headers"]["idempotencyKey"]
        seen = self._keys.get(key)
        if seen is not None and self.now() - seen < IDEMPOTENCY_WINDOW:
            return 400, {"code": "duplicate_parameter", "message": "Request already processed"}
        email = body["to"][0]["email"]
        if email.startswith("refused"):
            return 400, {"code": "invalid_parameter", "message": f"email is not valid: {email}"}
        message_id = f"<{next(self._numbers)}@smtp-relay.example>"
        if body["headers"].get("X-Sib-Sandbox") == "drop":
            return 201, {"messageId": message_id}
        self._keys[key] = self.now()
        self.credits -= 1
        self.mails.append({**body, "email": email, "messageId": message_id, "at": self.now()})
        self.happen("requests", self.mails[-1])
        return 201, {"messageId": message_id}

    def happen(self, event: str, mail: dict[str, Any], **more: Any) -> None:
        """Add one line to the event log, as `GET /smtp/statistics/events` words it."""
        self.events.append({
            "email": mail["email"], "event": event, "messageId": mail["messageId"],
            "date": more.pop("at", self.now()).isoformat(timespec="milliseconds"),
            "tag": json.dumps(mail["tags"]), "templateId": mail.get("templateId"), **more,
        })  # fmt: skip

    def sent_log(self, query: dict[str, str], _body: Any) -> Reply:
        if not {"email", "templateId", "messageId"} & query.keys():
            return 400, {"code": "missing_parameter", "message": "email, templateId or messageId"}
        found = [
            {"email": mail["email"], "subject": "…", "templateId": mail.get("templateId"),
             "messageId": mail["messageId"], "uuid": mail["messageId"],
             "date": mail["at"].isoformat(), "tags": mail["tags"]}
            for mail in self.mails
            if query.get("email") in (None, mail["email"]) and not self.is_log_late
        ]  # fmt: skip
        shown = page(found, query, most=1000)
        return 200, {"count": len(found), "transactionalEmails": shown}

    def statistics(self, query: dict[str, str], _body: Any) -> Reply:
        first = (self.now() - timedelta(days=int(query.get("days", 30)))).date().isoformat()
        first, last = query.get("startDate", first), query.get("endDate", "9999")
        found = [event for event in self.events if first <= event["date"][:10] <= last]
        shown = page(found, query, most=5000)
        return 200, {"events": shown} if shown else {}

    def blocked_page(self, query: dict[str, str], _body: Any) -> Reply:
        return 200, {"count": len(self.blocked), "contacts": page(self.blocked, query, most=100)}

    def block(self, email: str, code: str) -> None:
        """Put an address on the transactional opt-out list."""
        self.blocked.append({
            "email": email, "senderEmail": self.sender, "blockedAt": self.now().isoformat(),
            "reason": {"code": code, "message": code},
        })  # fmt: skip

    def add_template(self, _query: dict[str, str], body: Any) -> Reply:
        number = next(self._numbers)
        self.templates[number] = {"id": number, "name": body["templateName"], **body}
        return 201, {"id": number}

    def change_template(self, _query: dict[str, str], body: Any, number: str) -> Reply:
        if int(number) not in self.templates:
            return 404, {"code": "document_not_found", "message": "Template not found"}
        self.templates[int(number)].update(body)
        return 204, None

    def one_template(self, _query: dict[str, str], _body: Any, number: str) -> Reply:
        found = self.templates.get(int(number))
        return (200, found) if found else (404, {"code": "document_not_found", "message": "?"})

    def preview(self, _query: dict[str, str], body: Any) -> Reply:
        found = self.templates.get(body["templateId"])
        if not found:
            return 404, {"code": "document_not_found", "message": "Template not found"}
        filled = {"params": body["params"], "unsubscribe": "https://brevo.example/unsubscribe"}
        page = Environment(autoescape=True).from_string(found["htmlContent"]).render(filled)
        return 200, {"subject": found["subject"], "html": page}

    def add_webhook(self, _query: dict[str, str], body: Any) -> Reply:
        self.webhooks.append({"id": next(self._numbers), **body})
        return 201, {"id": self.webhooks[-1]["id"]}

    def change_webhook(self, _query: dict[str, str], body: Any, number: str) -> Reply:
        next(one for one in self.webhooks if one["id"] == int(number)).update(body)
        return 204, None

    def account(self, _query: dict[str, str], _body: Any) -> Reply:
        return 200, {
            "email": "owner@example.org", "companyName": "Domaine",
            "relay": {"enabled": self.relay},
            "plan": [{"type": "payAsYouGo", "creditsType": "sendLimit", "credits": self.credits}],
        }  # fmt: skip


def _listing(name: str) -> Any:
    def listing(state: BrevoState, query: dict[str, str], _body: Any) -> Reply:
        found = getattr(state, name)
        items = list(found.values()) if isinstance(found, dict) else found
        shown = page(items, query, most=50 if name != "templates" else 1000)
        return 200, {"count": len(items), name: shown} if shown else {"count": len(items)}

    return listing


ROUTES: list[tuple[str, Any]] = [
    (r"POST /smtp/email", BrevoState.send),
    (r"GET /smtp/emails", BrevoState.sent_log),
    (r"GET /smtp/statistics/events", BrevoState.statistics),
    (r"GET /smtp/blockedContacts", BrevoState.blocked_page),
    (r"DELETE /smtp/log/(.+)", lambda *_: (204, None)),
    (r"GET /smtp/templates", _listing("templates")),
    (r"POST /smtp/templates", BrevoState.add_template),
    (r"PUT /smtp/templates/(\d+)", BrevoState.change_template),
    (r"GET /smtp/templates/(\d+)", BrevoState.one_template),
    (r"POST /smtp/template/preview", BrevoState.preview),
    (r"POST /contacts", BrevoState.upsert),
    (r"GET /contacts", BrevoState.contact_page),
    (r"POST /contacts/import", BrevoState.run_import),
    (r"GET /contacts/attributes", BrevoState.attribute_page),
    (r"POST /contacts/attributes/normal/([A-Z0-9_]+)", BrevoState.add_attribute),
    (r"GET /contacts/folders", _listing("folders")),
    (r"POST /contacts/folders", BrevoState.add_folder),
    (r"GET /contacts/lists", _listing("lists")),
    (r"POST /contacts/lists", BrevoState.add_list),
    (r"GET /contacts/([^/]+)", BrevoState.one_contact),
    (r"PUT /contacts/folders/(\d+)", BrevoState.rename_folder),
    (r"PUT /contacts/([^/]+)", BrevoState.change_contact),
    (r"DELETE /contacts/([^/]+)", BrevoState.delete_contact),
    (r"GET /processes/(\d+)", BrevoState.process),
    (r"GET /webhooks", _listing("webhooks")),
    (r"POST /webhooks", BrevoState.add_webhook),
    (r"PUT /webhooks/(\d+)", BrevoState.change_webhook),
    (r"GET /account", BrevoState.account),
    (r"GET /senders", lambda state, *_: (
        200, {"senders": [{"id": 1, "name": "Domaine", "email": state.sender, "active": True}]}
    )),
]  # fmt: skip
