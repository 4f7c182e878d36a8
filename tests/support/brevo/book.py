"""The contacts of the stand-in for Brevo: attributes, lists, imports, the marketing opt-out.

Unknown attributes and values of the wrong type vanish without a word, a repeated name
makes a second list, a new address makes a blocklisted contact reachable again.
"""

import itertools
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

Reply = tuple[int, Any]
TYPES = {
    "text": lambda value: isinstance(value, str),
    "date": lambda value: isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value),
    "float": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
}


@dataclass
class ContactBook:
    """The address book of one account. `ahead` moves its clock, `drops` names attributes lost."""

    ahead: timedelta = timedelta()
    attributes: dict[str, str] = field(default_factory=dict)
    folders: list[dict[str, Any]] = field(default_factory=list)
    lists: list[dict[str, Any]] = field(default_factory=list)
    contacts: dict[str, dict[str, Any]] = field(default_factory=dict)
    processes: dict[int, dict[str, Any]] = field(default_factory=dict)
    drops: set[str] = field(default_factory=set)
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def put_contact(self, email: str, attributes: dict[str, Any], **more: Any) -> bool:
        """Create or update; return whether it was created. Misfits vanish silently."""
        created = email not in self.contacts
        contact = self.contacts.setdefault(email, {
            "id": next(self._numbers), "email": email, "attributes": {}, "listIds": [],
            "emailBlacklisted": False, "smsBlacklisted": False,
            "createdAt": self.now().isoformat(),
        })  # fmt: skip
        for name, content in attributes.items():
            fits = content == "" or TYPES[self.attributes.get(name, "text")](content)
            if name in self.attributes and name not in self.drops and fits:
                contact["attributes"][name] = content
        contact["listIds"] = sorted({*contact["listIds"], *(more.pop("listIds", None) or [])})
        contact.update(more, modifiedAt=self.now().isoformat())
        return created

    def upsert(self, _query: dict[str, str], body: Any) -> Reply:
        created = self.put_contact(
            body["email"], body["attributes"], ext_id=body.get("ext_id"),
            listIds=body.get("listIds"),
            **{name: body[name] for name in ("emailBlacklisted",) if name in body},
        )  # fmt: skip
        return (201, {"id": self.contacts[body["email"]]["id"]}) if created else (204, None)

    def contact_page(self, query: dict[str, str], _body: Any) -> Reply:
        since = datetime.fromisoformat(query.get("modifiedSince", "2000-01-01T00:00:00+00:00"))
        found = [
            contact for contact in self.contacts.values()
            if datetime.fromisoformat(contact["modifiedAt"]) >= since
        ]  # fmt: skip
        return 200, {"contacts": page(found, query, most=1000), "count": len(found)}

    def one_contact(self, _query: dict[str, str], _body: Any, email: str) -> Reply:
        found = self.contacts.get(email)
        return (200, found) if found else (404, {"code": "document_not_found", "message": "?"})

    def change_contact(self, _query: dict[str, str], body: Any, email: str) -> Reply:
        if email not in self.contacts:
            return 404, {"code": "document_not_found", "message": "?"}
        moved = body["attributes"].pop("EMAIL", email)
        contact = self.contacts[moved] = self.contacts.pop(email)
        # As the real service does: a new address makes a blocklisted contact reachable again.
        contact.update(email=moved, modifiedAt=self.now().isoformat(), emailBlacklisted=False)
        return 204, None

    def delete_contact(self, _query: dict[str, str], _body: Any, email: str) -> Reply:
        gone = self.contacts.pop(email, None)
        return (204, None) if gone else (404, {"code": "document_not_found", "message": "?"})

    def run_import(self, _query: dict[str, str], body: Any) -> Reply:
        number = next(self._numbers)
        bad = [row for row in body["jsonBody"] if "@" not in row["email"]]
        for row in body["jsonBody"]:
            if row not in bad:
                self.put_contact(row["email"], row["attributes"], listIds=body["listIds"])
        info = {"import": {"invalid_emails": len(bad), "duplicate_email_id": 0}}
        self.processes[number] = {
            "id": number, "name": "IMPORTUSER", "status": "completed", "info": info
        }  # fmt: skip
        return 202, {"processId": number}

    def process(self, _query: dict[str, str], _body: Any, number: str) -> Reply:
        found = self.processes.get(int(number))
        return (200, found) if found else (404, {"code": "invalid_parameter", "message": "?"})

    def attribute_page(self, _query: dict[str, str], _body: Any) -> Reply:
        named = [
            {"name": name, "category": "normal", "type": kind}
            for name, kind in self.attributes.items()
        ]
        return 200, {"attributes": named}

    def add_attribute(self, _query: dict[str, str], body: Any, name: str) -> Reply:
        if name in self.attributes:
            return 400, {"code": "invalid_parameter", "message": "Attribute name must be unique"}
        self.attributes[name] = body["type"]
        return 201, None

    def add_folder(self, _query: dict[str, str], body: Any) -> Reply:
        self.folders.append({"id": next(self._numbers), "name": body["name"]})
        return 201, {"id": self.folders[-1]["id"]}

    def rename_folder(self, _query: dict[str, str], body: Any, number: str) -> Reply:
        for folder in self.folders:
            if folder["id"] == int(number):
                folder["name"] = body["name"]
                return 204, None
        return 404, {"code": "document_not_found", "message": "?"}

    def add_list(self, _query: dict[str, str], body: Any) -> Reply:
        self.lists.append({"id": next(self._numbers), **body})
        return 201, {"id": self.lists[-1]["id"]}


def page(items: list[Any], query: dict[str, str], *, most: int) -> list[Any]:
    offset, limit = int(query.get("offset", 0)), min(int(query.get("limit", 50)), most)
    return items[offset : offset + limit]
