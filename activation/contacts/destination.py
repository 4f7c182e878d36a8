"""The list and the attributes our contacts need at Brevo: found by name, made when told.

Names are not keys there: posting one twice makes two. So everything is looked up first,
and again after any call whose answer was lost.
"""

from activation.brevo.client import Brevo, create_once
from activation.contacts.attributes import ATTRIBUTES


def list_id(brevo: Brevo) -> int | None:
    """Return the id of our list, or None."""
    return _find(brevo, "lists", brevo.config.list_name)


def missing_attributes(brevo: Brevo) -> dict[str, str]:
    """Return what is wrong with each attribute we need: `absent`, or the type it has."""
    listed = brevo.document("/contacts/attributes", "attributes")["attributes"] or []
    found = {
        str(line["name"]): str(line.get("type"))
        for line in listed
        if line.get("category") == "normal"
    }
    return {
        name: found.get(name, "absent")
        for name, kind in ATTRIBUTES.items()
        if found.get(name) != kind
    }


def create_missing(brevo: Brevo) -> list[str]:
    """Create the absent attributes, folder and list; return the names of what was made."""
    made = []
    for name, problem in missing_attributes(brevo).items():
        if problem == "absent":
            path = f"/contacts/attributes/normal/{name}"
            create_once(brevo, path, {"type": ATTRIBUTES[name]}, can_exist=True)
            made.append(name)
    name = brevo.config.list_name
    if list_id(brevo) is None:
        folder = _find(brevo, "folders", name)
        if folder is None:
            create_once(brevo, "/contacts/folders", {"name": name})
            folder = _find(brevo, "folders", name)
        create_once(brevo, "/contacts/lists", {"name": name, "folderId": folder})
        made.append(name)
    return made


def _find(brevo: Brevo, kind: str, name: str) -> int | None:
    for page in brevo.pages(f"/contacts/{kind}", kind, size=50):
        for line in page:
            if line.get("name") == name:
                return int(line["id"])
    return None
