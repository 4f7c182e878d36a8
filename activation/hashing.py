"""Keyed hashes that outlive an erasure, and masks for what is printed.

A suppression must survive the erasure of the address it protects, so it is kept as
an HMAC: without the key nobody can test a list of addresses against the table.
"""

import hashlib
import hmac
import json
import re
import unicodedata

_ADDRESS = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")


def normal_email(email: str) -> str:
    """Return the one spelling under which an address is compared and hashed."""
    return unicodedata.normalize("NFKC", email).strip().lower()


def email_hash(key: bytes, email: str) -> str:
    """Return hmac_sha256(key, lower(trim(nfkc(email)))) in hexadecimal."""
    return hmac.new(key, normal_email(email).encode(), hashlib.sha256).hexdigest()


def client_hash(key: bytes, client_code: str) -> str:
    """Return the keyed hash of a client code; never equal to that of an address."""
    return hmac.new(key, b"client:" + client_code.encode(), hashlib.sha256).hexdigest()


def canonical(document: object) -> str:
    """Return the one JSON spelling of a document: sorted keys, no spaces, accents kept."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sha256(text: str) -> str:
    """Return the hexadecimal SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def mask_email(email: str) -> str:
    """Return an address that can be logged: `jeanne@example.org` becomes `j***@e***.org`."""
    local, _, domain = email.rpartition("@")
    name, _, ending = domain.rpartition(".")
    return f"{local[:1]}***@{name[:1]}***.{ending}" if local and name else "***"


def storable(text: str) -> str:
    """Return `text` as PostgreSQL can keep it: no NUL, no half of a pair of characters."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def mask_text(text: str) -> str:
    """Return `text` with every address in it masked."""
    return _ADDRESS.sub(lambda found: mask_email(found.group()), text)
