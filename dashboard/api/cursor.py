"""Where a list goes on: the key of the last row one has seen, bound to the list it was asked of.

Rows are read in the order of a key that never changes, from the key on: whatever is added, decided
or taken away meanwhile, a row that stays is seen once.
"""

import base64
import binascii
import hashlib
import json

from starlette.exceptions import HTTPException


def cursor_after(key: object, of: str) -> str:
    """Return the word that goes on after `key` in the list `of`."""
    said = json.dumps([_digest(of), key], ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(said).decode().rstrip("=")


def key_of(cursor: str | None, of: str, kind: type) -> object | None:
    """Return the key a cursor goes on after, or None from the beginning.

    Raises HTTPException (400) for a word that is no cursor of this list.
    """
    if not cursor:
        return None
    try:
        digest, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError, binascii.Error, RecursionError):
        digest, key = "", None
    if digest != _digest(of) or type(key) is not kind:
        raise HTTPException(400, "this is no cursor of this list: ask from the beginning")
    return key


def _digest(of: str) -> str:
    return hashlib.sha256(of.encode()).hexdigest()[:16]
