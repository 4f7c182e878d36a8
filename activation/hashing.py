"""Keyed hashes that outlive an erasure, and masks for what is printed.

A suppression must survive the erasure of the address it protects, so it is kept as
an HMAC: without the key nobody can test a list of addresses against the table.
"""

import hashlib
import hmac
import html
import json
import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote

from warehouse.console import plain

# As dbt's macro `email_address`; the lengths are those of RFC 5321.
_SHAPE = re.compile(
    r"[A-Za-z0-9!#$%&*+/=?^_|~-][A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]*@[A-Za-z0-9.-]+\.[A-Za-z]{2,}"
)
_LONGEST, _LONGEST_NAME = 254, 65
_PADDING = " \t\r\n\u00a0\u2007\u2009\u200b\u202f\ufeff"  # as dbt's macro `clean_text`
_AROUND = " \t\"'`´“”„«»‘’‚‹›<>()[]{},;:"
_NAMED = re.compile(r"^[^<>]*<([^<>]*)>[^<>]*$")
_SCHEME = re.compile(r"^mailto:", re.IGNORECASE | re.ASCII)
_PIECES = re.compile(r"[\s;,|<>()\[\]\"]+")
_AT = re.compile(r"\s*(?:@|[(\[{]\s*(?:at|a|arobase)\s*[)\]}])\s*", re.IGNORECASE)
_WITHIN = re.compile(r"[A-Za-z0-9!#$%&*+=?^_`{|}~.'-]+@[A-Za-z0-9.-]+")
_ADDRESS = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")


def normal_code(text: str) -> str:
    """Return a client code as the warehouse keeps it: capitals and digits; "" for nobody's.

    The same as dbt's macro `code_text`, whatever the text.
    """
    return re.sub(r"[^A-Za-z0-9]", "", unicodedata.normalize("NFD", text)).upper()


def normal_address(text: str) -> str | None:
    """Return the address a text is, in lower case, or None when it is not one.

    The same as dbt's macro `email_address` on clean text, whatever the text.
    """
    text = text.strip(_PADDING)
    if not _is_address(text):
        text = _NAMED.sub(r"\1", plain(text)).strip(_AROUND)
        text = _SCHEME.sub("", text).strip(_AROUND).rstrip(f"{_AROUND}.")
    return text.lower() if _is_address(text) else None


@lru_cache(maxsize=100_000)
def addresses_in(text: str) -> frozenset[str]:
    """Return every address a text holds: a cell with two of them, a line nobody could split.

    Also those dbt does not read as one, because of what hides their `@`: nobody is written to
    there, and they are somebody's all the same.
    """
    if _is_address(text):
        return frozenset({text.lower()})
    loose = _AT.sub("@", html.unescape(unquote(unicodedata.normalize("NFKC", plain(text)))))
    if "@" not in loose:
        return frozenset()
    pieces = (text, *_PIECES.split(plain(text)), *_PIECES.split(loose), *_WITHIN.findall(loose))
    whole = {address for piece in pieces if (address := normal_address(piece))}
    # `a@b.fr/c@d.fr` is no address of `/c`.
    return frozenset(
        one for one in whole if one.lstrip("/'") == one or one.lstrip("/'") not in whole
    )


def normal_email(email: str) -> str:
    """Return the one spelling under which an address is compared and hashed.

    What is no address keeps a spelling too: in small letters, without blanks around it.
    """
    return normal_address(email) or unicodedata.normalize("NFKC", email).strip().lower()


def _is_address(text: str) -> bool:
    domain = text.partition("@")[2]
    return (
        _SHAPE.fullmatch(text) is not None
        and len(text) <= _LONGEST
        and text.index("@") < _LONGEST_NAME
        and not any(wrong in text for wrong in ("..", ".@", "@.", "@-"))
        and not any(wrong in domain for wrong in ("-.", ".-"))
    )


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
