"""Passwords, kept as argon2id with the library's parameters (RFC 9106, low memory: 64 MiB)."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from warehouse.errors import ConfigurationError

SHORTEST = 12
LONGEST = 200
_hasher = PasswordHasher()
# Each check takes 64 MiB: two at once, however many ask.
_at_once = threading.BoundedSemaphore(2)
# Checked for a name nobody has, so that the answer takes as long.
_NOBODYS = _hasher.hash("personne n'a ce mot de passe")


def hashed(password: str, name: str) -> str:
    """Return the hash to keep. Raises ConfigurationError for a password too easy to guess."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise ConfigurationError(
            f"a password has {SHORTEST} to {LONGEST} characters: a sentence does well"
        )
    if len(set(password)) < SHORTEST // 2 or name.casefold() in password.casefold():
        raise ConfigurationError(
            "this password is too easy to guess: it repeats itself or holds the name; "
            "a sentence does well"
        )
    return _hasher.hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Return whether `password` is the one `kept` was made of; `None`: there is no such person."""
    with _at_once:
        try:
            return _hasher.verify(kept or _NOBODYS, password[: LONGEST + 1]) and kept is not None
        except (VerificationError, InvalidHashError):
            return False
