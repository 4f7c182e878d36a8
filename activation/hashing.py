"""Keyed hashes that outlive an erasure, and masks for what is printed.

A suppression must survive the erasure of the address it protects, so it is kept as
an HMAC: without the key nobody can test a list of addresses against the table.
"""

import contextlib
import hashlib
import hmac
import json
import os
import re
import secrets
import tempfile
import unicodedata
from pathlib import Path

from warehouse.errors import ConfigurationError
from warehouse.settings import Settings

KEY_NAME = "ACTIVATION_HASH_KEY"
SHORTEST_KEY = 32
_ADDRESS = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")


def hash_key(settings: Settings) -> bytes:
    """Return the secret of the keyed hashes.

    Real use reads ACTIVATION_HASH_KEY and raises ConfigurationError when it is missing
    or short; the demonstration makes one of its own in `var/hash.key`.
    """
    given = settings.get(KEY_NAME)
    if given and len(given) >= SHORTEST_KEY:
        return given.encode()
    if given:
        raise ConfigurationError(
            f"{KEY_NAME} is {len(given)} characters long: use at least {SHORTEST_KEY} random ones"
        )
    if settings.is_demo:
        return _demo_key(settings)
    raise ConfigurationError(
        f"{KEY_NAME} is missing: put {SHORTEST_KEY} or more random characters in .env, keep a copy "
        'elsewhere, never change it (python -c "import secrets; print(secrets.token_hex(32))")'
    )


def _demo_key(settings: Settings) -> bytes:
    path = settings.root / "var" / "hash.key"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)  # readable by its owner only
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
        # Whole or not at all, and the first of two processes wins.
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
        Path(name).unlink()
    return path.read_bytes().strip()


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
