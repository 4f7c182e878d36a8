"""The list of erased persons as a file: keyed hashes, under a header that says whose.

    database <id> · place <host:port/name> · key <check value of the secret>
    client <hash> · email <hash> · …
    lines <how many hashes>

One `name value` a line. The first lists had hashes only; they are still read.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import NeedsPersonError
from warehouse.private import write_private
from warehouse.state import Identity
from warehouse.wording import english, french

EMAIL, CLIENT = "email", "client"
Hashed = tuple[str, str]  # what was hashed (EMAIL or CLIENT), and the keyed hash
_LINE = re.compile(rf"(?:({EMAIL}|{CLIENT}) ([0-9a-f]{{64}})|(database|place|key|lines) (\S.*))")


@dataclass(frozen=True)
class ErasureFile:
    """A list as it was read; what its header does not say is None."""

    path: Path
    hashes: frozenset[Hashed]
    database: str | None = None
    place: str | None = None
    key: str | None = None


def read(path: Path) -> ErasureFile:
    """Return the list in `path`, without any hash when there is no such file.

    Raises NeedsPersonError when a line makes no sense or lines are missing.
    """
    if not path.exists():
        return ErasureFile(path, frozenset())
    hashes: set[Hashed] = set()
    header: dict[str, str] = {}
    text = path.read_text(encoding="ascii", errors="replace")
    for number, line in enumerate(text.splitlines(), 1):
        found = _LINE.fullmatch(line.rstrip()) if line.strip() else None
        if found and found[1]:
            hashes.add((found[1], found[2]))
        elif found:
            header[found[3]] = found[4]
        elif line.strip():
            raise _damaged(
                path, f"line {number} makes no sense", f"la ligne {number} ne veut rien dire"
            )
    # A list without a place was begun by hand or by a version that wrote hashes only.
    written = header.get("lines", "" if "place" in header else str(len(hashes)))
    if written != str(len(hashes)):
        raise _damaged(
            path,
            f"{english(len(hashes), 'hash', 'hashes')} of {written or 'an unknown number'}",
            f"{french(len(hashes), 'empreinte')} sur {written or 'un nombre inconnu'}",
        )
    return ErasureFile(
        path, frozenset(hashes), header.get("database"), header.get("place"), header.get("key")
    )


def write(path: Path, identity: Identity, key: str, hashes: Iterable[Hashed]) -> None:
    """Write the whole list of the database `identity`; `key` is the secret's check value."""
    lines = sorted(f"{kind} {hashed}" for kind, hashed in hashes)
    header = (f"database {identity.database_id}", f"place {identity.place}", f"key {key}")
    write_private(path, "\n".join((*header, *lines, f"lines {len(lines)}", "")))


def _damaged(path: Path, what: str, quoi: str) -> NeedsPersonError:
    return NeedsPersonError(
        f"{path} is damaged ({what}): put your copy of this list of erased persons in its "
        "place; until then nobody is erased, loaded or written to",
        f"{path} est abîmé ({quoi}) : remettez à sa place votre copie de cette liste des personnes "
        "effacées ; d'ici là, personne n'est effacé, chargé ni sollicité",
    )
